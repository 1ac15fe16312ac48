/** Running vals: starts, watches and ends runs, and remembers them. */
import { randomUUID } from "node:crypto";
import { decide } from "../../core/decide.ts";
import { fail, type Failure, ok, type Result } from "../../core/failure.ts";
import { type Handle, printHandle } from "../../core/handle.ts";
import { mainFile } from "../../core/val.ts";
import { runTokenVariables } from "../../core/standard.ts";
import type { ApiCall, Job } from "../../protocol/sandbox.ts";
import type { RunnableVal, RunToken } from "../ports.ts";
import { answerCall, readApiHandle } from "./calls.ts";
import { frameFinder } from "./frames.ts";
import type { RunLimits } from "./limits.ts";
import { moduleReader, pinnedPath } from "./modules/resolve.ts";
import { type RunError, townError } from "./outcome.ts";
import type { RunRecord, RunsTown } from "./ports.ts";
import type { Sandboxes } from "./process/sandboxes.ts";
import { CallRefused, Run } from "./run.ts";
import { recordOf } from "./record.ts";

export interface Runs {
  /** Starts a run. The caller must have been allowed to run this val. */
  start(request: RunRequest): Result<Run, Failure>;
  /** A run that is going on, or ended a moment ago. */
  active(id: string): Run | undefined;
  /** Kills what runs and ends the spare processes. */
  close(): Promise<void>;
}

export interface RunRequest {
  readonly val: RunnableVal;
  readonly args: readonly unknown[];
  /** Handle of the user who asked; null is anonymous. */
  readonly caller: string | null;
}

export interface RunsOptions {
  readonly town: RunsTown;
  readonly sandboxes: Sandboxes;
  readonly limits: RunLimits;
  readonly now: () => Date;
}

export function createRuns(options: RunsOptions): Runs {
  return new RunService(options);
}

/** How long the events of an ended run stay at hand without a look into the records, in milliseconds. */
const lingering = 30_000;

class RunService implements Runs {
  readonly #options: RunsOptions;
  readonly #active = new Map<string, Run>();
  /** Records that are being written. */
  readonly #recording = new Set<Promise<void>>();
  #running = 0;
  #isClosed = false;

  constructor(options: RunsOptions) {
    this.#options = options;
  }

  start(request: RunRequest): Result<Run, Failure> {
    return this.#start(request, undefined);
  }

  active(id: string): Run | undefined {
    return this.#active.get(id);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const run of this.#active.values()) run.cancel();
    await this.#options.sandboxes.close();
    await Promise.all(this.#recording);
  }

  #start({ val, args, caller }: RunRequest, parent: Run | undefined): Result<Run, Failure> {
    const { limits, now, town } = this.#options;
    if (this.#isClosed) return fail({ kind: "busy", message: "The town is stopping." });
    if (this.#running >= limits.concurrent) {
      const message = `${limits.concurrent} vals are running already. Try again when one has ended.`;
      return fail({ kind: "busy", message, retryAfterSeconds: 1 });
    }
    const ownDeadline = performance.now() + limits.milliseconds;
    const deadline = Math.min(ownDeadline, parent?.deadline ?? ownDeadline);
    const run = new Run({ id: randomUUID(), val, caller, parent, deadline }, limits, now);
    this.#running++;
    this.#active.set(run.id, run);
    parent?.children.add(run);
    const inserted = town.records.insert(recordOf(run));
    const recording = run.ended.then(async () => {
      this.#running--;
      parent?.children.delete(run);
      await inserted;
      await town.records.update(recordOf(run));
      this.#recording.delete(recording);
      setTimeout(() => this.#active.delete(run.id), lingering).unref();
    });
    this.#recording.add(recording);
    void this.#go(run, args).catch((error: unknown) => run.finish(startError(error)));
    return ok(run);
  }

  async #go(run: Run, args: readonly unknown[]): Promise<void> {
    const { sandboxes, town, limits } = this.#options;
    const { val } = run;
    const main = mainFile(val.files.map((file) => file.path));
    if (main === undefined) {
      const message = `${printHandle(val)} has no main file. Name one of its scripts main.ts.`;
      run.finish(townError("val_not_compiled", message));
      return;
    }
    const taken = await sandboxes.take(val.hosts);
    if (!taken.ok) {
      run.finish(townError("no_runtime", taken.failure.message));
      return;
    }
    const sandbox = taken.value;
    void run.ended.then(() => sandbox.kill());
    const [environment] = await Promise.all([town.vals.readEnvironment(val), sandbox.ready]);
    const token = this.#token(run);
    const prefix = sandboxes.prefix(sandbox);
    const frames = frameFinder(prefix);
    sandboxes.assign(sandbox, moduleReader(town.vals, run.actor, val));
    const env: Record<string, string> = { ...environment.accountSecrets, ...environment.variables };
    for (const name of runTokenVariables) env[name] = token.token;
    const url = `https://esm.town/v/${pinnedPath(val, main)}`;
    const job: Job = {
      kind: "job",
      entry: { dialect: "modern", url },
      args,
      env,
      maxLog: limits.logCharacters,
    };
    run.begin(sandbox, job, frames, {
      call: (message) =>
        answerCall(run, message, {
          town,
          frames,
          token: token.token,
          callVal: (call, callArgs) => this.#callVal(run, call, callArgs),
          write: () =>
            Promise.reject(new CallRefused({ name: "Error", message: "Nothing to assign." })),
        }),
    });
    sandboxes.refillAfter(run.ended);
  }

  #token(run: Run): RunToken {
    const { val, id } = run;
    const life = Math.ceil((run.deadline - performance.now()) / 1000) + 2;
    const identity = { valId: val.id, version: val.version, runId: id };
    const token = this.#options.town.vals.mintRunToken(identity, life);
    void run.ended.then(() => token.end());
    return token;
  }

  async #callVal(run: Run, call: ApiCall, args: readonly unknown[]): Promise<unknown> {
    const { town, limits } = this.#options;
    if (run.depth >= limits.depth)
      throw new CallRefused({
        name: "Error",
        message: `api() calls nest deeper than ${limits.depth}.`,
      });
    const handle: Handle = readApiHandle(call.handle);
    const val = await town.vals.readVal(handle);
    if (val === undefined || !val.ownerActive || !decide(run.actor, "val.run", val).allow)
      throw new CallRefused({
        name: "NotFoundError",
        message: `${printHandle(handle)} does not exist or is private.`,
      });
    const started = this.#start({ val, args, caller: run.actor.user }, run);
    if (!started.ok) throw new CallRefused({ name: "BusyError", message: started.failure.message });
    const outcome = await started.value.ended;
    if (outcome.kind === "result") return outcome.value;
    throw new CallRefused({ name: outcome.name, message: outcome.message, code: outcome.code });
  }
}

/** The process could not even be prepared. */
function startError(error: unknown): RunError {
  const reason = error instanceof Error ? error.message : String(error);
  return townError("no_runtime", `The val's process could not be started: ${reason}`);
}

export type { RunRecord };
