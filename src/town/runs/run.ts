/** One run: its process, its events, its end. Whatever ends it first decides how it ended; nothing follows. */
import type { Actor } from "../../core/decide.ts";
import type { CallError, FromSandbox, Job } from "../../protocol/sandbox.ts";
import type { Frame, Refused } from "../../protocol/run-event.ts";
import type { RunnableVal } from "../ports.ts";
import { createEventLog, type EventLog } from "./event-log.ts";
import { explainExit } from "./exits.ts";
import type { FrameFinder } from "./frames.ts";
import type { RunLimits } from "./limits.ts";
import { createOutput, type Output } from "./output.ts";
import { readCompileError } from "./compile-error.ts";
import { type RunError, type RunOutcome, townError } from "./outcome.ts";
import { actorOf } from "./ports.ts";
import type { Exit, Sandbox } from "./process/sandbox.ts";

/** Refusals that one run reports; a loop over something refused says nothing new. */
const maxRefusals = 200;

export interface RunStart {
  readonly id: string;
  readonly val: RunnableVal;
  /** Handle of the caller's user; null is anonymous. */
  readonly caller: string | null;
  readonly parent: Run | undefined;
  /** When it has to be over, in the milliseconds of `performance.now()`. */
  readonly deadline: number;
}

/** What the town does about the messages of one process. */
export interface RunHooks {
  /** Answers what the val asks; throws {@link CallRefused} to say no. */
  call(message: CallMessage): Promise<unknown>;
  /** A compiled module of the job was loaded under `url`. */
  loaded?(module: number, url: string): void;
  /** Code touched a reference that is refused to it. */
  refused?(module: number, reference: number): void;
}

export type CallMessage = Extract<FromSandbox, { readonly id: number }>;

/** Said to the val in place of an answer. */
export class CallRefused extends Error {
  readonly error: CallError;

  constructor(error: CallError) {
    super(error.message);
    this.error = error;
  }
}

export class Run {
  readonly id: string;
  readonly val: RunnableVal;
  readonly caller: string | null;
  readonly parent: Run | undefined;
  readonly depth: number;
  readonly actor: Actor;
  readonly deadline: number;
  readonly startedAt: Date;
  readonly log: EventLog = createEventLog();
  readonly children = new Set<Run>();
  /** How it ended; never rejects. */
  readonly ended: Promise<RunOutcome>;
  outcome: RunOutcome | undefined;
  endedAt: Date | undefined;
  milliseconds: number | undefined;

  readonly #limits: RunLimits;
  readonly #now: () => Date;
  readonly #output: Output;
  readonly #begun = performance.now();
  readonly #end: (outcome: RunOutcome) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #endings: (() => void)[] = [];
  #sandbox: Sandbox | undefined;
  #calls = 0;
  #refusals = 0;
  /** Scopes that were found missing, by the message that said so. */
  readonly #missing = new Map<string, readonly string[]>();

  constructor(start: RunStart, limits: RunLimits, now: () => Date) {
    this.id = start.id;
    this.val = start.val;
    this.caller = start.caller;
    this.parent = start.parent;
    this.depth = (start.parent?.depth ?? 0) + 1;
    this.actor = actorOf(start.val);
    this.deadline = start.deadline;
    this.#limits = limits;
    this.#now = now;
    this.startedAt = now();
    const { promise, resolve } = Promise.withResolvers<RunOutcome>();
    this.ended = promise;
    this.#end = resolve;
    this.#output = createOutput(limits.logCharacters, (event) => this.log.append(event), now);
    const left = Math.max(0, start.deadline - performance.now());
    const seconds = Math.round(limits.milliseconds / 100) / 10;
    const timeout = townError("run_timeout", `The val ran longer than ${seconds} seconds.`);
    this.#timer = setTimeout(() => this.finish(timeout), left);
    const { user, name, version } = start.val;
    this.log.append({
      type: "started",
      run: this.id,
      val: `${user}/${name}`,
      version,
      time: this.startedAt.toISOString(),
    });
  }

  get isOver(): boolean {
    return this.outcome !== undefined;
  }

  /** Calls `action` when the run ends, before anybody hears of it; at once when it has ended. */
  onEnd(action: () => void): void {
    if (this.isOver) action();
    else this.#endings.push(action);
  }

  /** Gives the run its process and its job. */
  begin(sandbox: Sandbox, job: Job, frames: FrameFinder, hooks: RunHooks): void {
    if (this.isOver) {
      sandbox.kill();
      return;
    }
    this.#sandbox = sandbox;
    sandbox.listen({
      onMessage: (message) => this.#receive(message, frames, hooks),
      onOutput: (text) => this.#output.log("log", text.replace(/\n$/, ""), undefined),
      onBroken: (reason) => this.finish(townError("val_exited", `The run was stopped: ${reason}.`)),
    });
    void sandbox.gone.then((exit: Exit) => this.finish(explainExit(exit)));
    sandbox.send(job);
  }

  /** Ends the run, unless it has ended: the process is killed, and with it every run that it had called. */
  finish(outcome: RunOutcome): void {
    if (this.outcome !== undefined) return;
    this.outcome = outcome;
    clearTimeout(this.#timer);
    this.#sandbox?.kill();
    for (const action of this.#endings.splice(0)) action();
    this.endedAt = this.#now();
    this.milliseconds = Math.round((performance.now() - this.#begun) * 1000) / 1000;
    const { milliseconds } = this;
    if (outcome.kind === "result") {
      this.log.append({ type: "result", value: outcome.value, milliseconds });
    } else {
      const { code, name, message, missingScopes, frames } = outcome;
      this.log.append({ type: "error", code, name, message, missingScopes, frames, milliseconds });
    }
    this.log.close();
    for (const child of this.children) child.cancel();
    this.#end(outcome);
  }

  /** Stops the run on somebody's wish. */
  cancel(): void {
    this.finish(townError("run_cancelled", "The run was stopped."));
  }

  /** Records that something was not allowed. */
  refuse(refused: Omit<Refused, "seq">): void {
    if (refused.missingScopes.length > 0) this.#missing.set(refused.message, refused.missingScopes);
    if (++this.#refusals <= maxRefusals) this.log.append(refused);
  }

  #receive(message: FromSandbox, frames: FrameFinder, hooks: RunHooks): void {
    if (this.isOver) return;
    switch (message.kind) {
      case "ready":
        return;
      case "loaded":
        hooks.loaded?.(message.module, message.url);
        return;
      case "log":
        this.#output.log(
          message.level,
          frames.readable(message.text),
          frames.frames(message.stack)[0],
        );
        return;
      case "refused":
        hooks.refused?.(message.module, message.reference);
        return;
      case "unreachable":
        this.refuse(refuseHost(String(message.host), frames.frames(String(message.stack))[0]));
        return;
      case "result":
        this.finish(this.#readResult(message.json));
        return;
      case "error":
        this.finish(this.#readError(message, frames));
        return;
      case "request":
      case "api":
      case "write":
      case "email":
        void this.#answer(message, hooks);
    }
  }

  async #answer(message: CallMessage, hooks: RunHooks): Promise<void> {
    const { id } = message;
    const reply = (error: CallError) =>
      this.#sandbox?.send({ kind: "reply", id, ok: false, error });
    if (this.#calls >= this.#limits.calls) {
      reply({ name: "Error", message: "Too many calls of the town at once." });
      return;
    }
    this.#calls++;
    try {
      const value = await hooks.call(message);
      this.#sandbox?.send({ kind: "reply", id, ok: true, value });
    } catch (thrown) {
      if (!(thrown instanceof CallRefused)) throw thrown;
      reply(thrown.error);
    } finally {
      this.#calls--;
    }
  }

  #readResult(json: unknown): RunOutcome {
    if (typeof json !== "string")
      return townError("result_not_json", "The val's result is not JSON.");
    if (json.length > this.#limits.resultCharacters)
      return townError(
        "result_too_large",
        `The result has ${json.length} characters; a run may return ${this.#limits.resultCharacters}.`,
      );
    try {
      return { kind: "result", value: JSON.parse(json) as unknown, json };
    } catch {
      return townError("result_not_json", "The val's result is not JSON.");
    }
  }

  #readError(message: Extract<FromSandbox, { kind: "error" }>, frames: FrameFinder): RunError {
    const raw = String(message.message);
    const stack = frames.frames(String(message.stack));
    const place = stack.length === 0 ? frames.placeIn(raw) : undefined;
    const found = place === undefined ? stack : [place];
    const text = frames.readable(raw);
    if (message.code === "val_not_compiled")
      return { ...readCompileError(String(message.name), text), missingScopes: [], frames: found };
    // Only what the town itself refused counts: an error that claims to be of that kind proves nothing.
    const missingScopes = this.#missing.get(text);
    const name = String(message.name);
    const memory = name === "RangeError" && raw === "Array buffer allocation failed";
    const code = memory ? "out_of_memory" : message.code;
    return {
      kind: "error",
      code: missingScopes === undefined ? code : "val_grant_missing",
      name,
      message: text,
      missingScopes: missingScopes ?? [],
      frames: found,
    };
  }
}

function refuseHost(host: string, frame: Frame | undefined): Omit<Refused, "seq"> {
  const name = host.slice(0, 300);
  return {
    type: "refused",
    what: "network",
    name,
    missingScopes: [],
    message: `Vals may not connect to ${name}: it is this machine, or in a private network.`,
    ...(frame === undefined ? {} : { frame }),
  };
}
