/** Running vals: starts, watches and ends runs, and remembers them. */
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { decide, type Actor } from "../../core/decide.ts";
import { fail, type Failure, ok, type Result } from "../../core/failure.ts";
import { type Handle, printHandle } from "../../core/handle.ts";
import type { ApiCall, Job } from "../../protocol/sandbox.ts";
import type { RunnableVal, RunToken } from "../ports.ts";
import { answerCall, type CallContext, readApiHandle } from "./calls.ts";
import { createCompiler, loadTypescript } from "./classic/compiler.ts";
import { explainRefused } from "./classic/explain-refused.ts";
import { type Linked, TooManyModules } from "./classic/link.ts";
import { storeWrite } from "./classic/store-write.ts";
import { type FrameFinder, frameFinder } from "./frames.ts";
import type { RunLimits } from "./limits.ts";
import { type Prepared, prepareRun } from "./prepare-run.ts";
import { type RunError, townError } from "./outcome.ts";
import type { RunsTown } from "./ports.ts";
import type { Sandboxes } from "./process/sandboxes.ts";
import { CallRefused, Run, type RunHooks } from "./run.ts";
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
/** How often the events of a run that goes on are written down, in milliseconds. */
const recordInterval = 1000;
/** How often the end of a run that cannot be written down is tried again, in intervals. */
const recordAttempts = 600;

class RunService implements Runs {
  readonly #options: RunsOptions;
  readonly #compiler = createCompiler(loadTypescript);
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
    const { limits, now } = this.#options;
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
    run.onEnd(() => {
      this.#running--;
      parent?.children.delete(run);
    });
    this.#record(run);
    void this.#go(run, args).catch((error: unknown) => run.finish(startError(error)));
    return ok(run);
  }

  /** Keeps a record of the run as it goes, so that little is lost with a town that is killed. */
  #record(run: Run): void {
    const { records } = this.#options.town;
    let written = 0;
    let isKnown = false;
    let writing = Promise.resolve(true);
    /** Whether it could be written; on a full disk it cannot, and the run goes on. */
    const write = (): Promise<boolean> => {
      written = run.log.events.length;
      writing = writing.then(async () => {
        try {
          await (isKnown ? records.update(recordOf(run)) : records.insert(recordOf(run)));
          isKnown = true;
        } catch {
          written = 0;
          return false;
        }
        return true;
      });
      return writing;
    };
    void write();
    const timer = setInterval(() => {
      if (run.log.events.length > written) void write();
    }, recordInterval);
    timer.unref();
    const recording = run.ended.then(async () => {
      clearInterval(timer);
      for (let left = recordAttempts; !(await write()) && left > 0 && !this.#isClosed; left--)
        await delay(recordInterval, undefined, { ref: false });
      this.#recording.delete(recording);
      setTimeout(() => this.#active.delete(run.id), lingering).unref();
    });
    this.#recording.add(recording);
  }

  async #go(run: Run, args: readonly unknown[]): Promise<void> {
    const { sandboxes, limits } = this.#options;
    const [taken, prepared] = await Promise.all([
      sandboxes.take(run.val.hosts),
      this.#prepare(run).catch((error: unknown) => prepareError(error)),
    ]);
    if (!taken.ok) {
      run.finish(townError("no_runtime", taken.failure.message));
      return;
    }
    const sandbox = taken.value;
    sandboxes.refillAfter(run.ended);
    if ("kind" in prepared) {
      sandbox.kill();
      run.finish(prepared);
      return;
    }
    run.onEnd(() => sandbox.kill());
    await sandbox.ready;
    const token = this.#token(run);
    const frames = frameFinder(sandboxes.prefix(sandbox));
    sandboxes.assign(sandbox, prepared.modules(frames));
    const { entry } = prepared;
    const env = prepared.environment(token.token);
    const job: Job = { kind: "job", entry, args, env, maxLog: limits.logCharacters };
    run.begin(sandbox, job, frames, this.#hooks(run, prepared, frames, token.token));
  }

  #prepare(run: Run): Promise<Prepared | RunError> {
    const { town, limits } = this.#options;
    return prepareRun(run, { ports: town.vals, compiler: this.#compiler, limits });
  }

  #hooks(run: Run, { linked }: Prepared, frames: FrameFinder, token: string): RunHooks {
    const { town } = this.#options;
    const { val, actor } = run;
    const context: CallContext = {
      town,
      frames,
      token,
      callVal: (call, args) => this.#callVal(run, callerOf(run, linked, call), call, args),
      async write(call) {
        if (linked === undefined) throw new CallRefused(nothingToAssign);
        return await storeWrite(call, { town, linked, running: val, token });
      },
    };
    const call: RunHooks["call"] = (message) => answerCall(run, message, context);
    if (linked === undefined) return { call };
    return {
      call,
      loaded(module, url) {
        const origin = linked.vals[module]?.origin;
        if (origin !== undefined) frames.add(url, origin);
      },
      refused(module, reference) {
        const event = explainRefused(linked, actor.user, val.grants, module, reference);
        if (event !== undefined) run.refuse(event);
      },
    };
  }

  #token(run: Run): RunToken {
    const { val, id } = run;
    const life = Math.ceil((run.deadline - performance.now()) / 1000) + 2;
    const identity = { valId: val.id, version: val.version, runId: id };
    const token = this.#options.town.vals.mintRunToken(identity, life);
    run.onEnd(() => token.end());
    return token;
  }

  /** @param caller whose rights decide which vals can be called; null sees what everybody sees */
  async #callVal(
    run: Run,
    caller: Actor | null,
    call: ApiCall,
    args: readonly unknown[],
  ): Promise<unknown> {
    const { town, limits } = this.#options;
    if (run.depth >= limits.depth)
      throw new CallRefused({
        name: "Error",
        message: `api() calls nest deeper than ${limits.depth}.`,
      });
    const handle: Handle = readApiHandle(call.handle);
    const val = await town.vals.readVal(handle);
    if (val === undefined || !val.ownerActive || !decide(caller, "val.run", val).allow)
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

const nothingToAssign = { name: "Error", message: "Nothing can be assigned to here." };

/**
 * With whose rights `api()` is called. In a run where code of several authors meets, only calls from the author's own
 * source have the author's; a foreign library calls like a stranger.
 */
function callerOf({ actor }: Run, linked: Linked | undefined, call: ApiCall): Actor | null {
  if (linked === undefined || !linked.mixed) return actor;
  const author = call.module === undefined ? undefined : linked.vals[call.module]?.handle.user;
  return author === actor.user ? actor : null;
}

function prepareError(error: unknown): RunError {
  if (error instanceof TooManyModules) return townError("val_not_compiled", error.message);
  throw error;
}

/** The process could not even be prepared. */
function startError(error: unknown): RunError {
  const reason = error instanceof Error ? error.message : String(error);
  return townError("no_runtime", `The val's process could not be started: ${reason}`);
}
