/** The realm in which a val runs: waits for its job, prepares what the val sees, runs it and reports how it ended. */
import type { ClassicEntry, Job, Outcome } from "../protocol/sandbox.ts";
import { apiFor } from "./api.ts";
import { callVal, NothingToRun, valueOfModule } from "./call-val.ts";
import { type Channel, openChannel } from "./channel.ts";
import { loadClassic } from "./classic.ts";
import { replaceConsole } from "./console.ts";
import { setEnvironment } from "./environment.ts";
import { replaceExits } from "./leaving.ts";
import { describeError, describeResult } from "./outcome.ts";
import { loadStandard } from "./standard.ts";
import { replaceFetch, standardRequest } from "./town-fetch.ts";

globalThis.addEventListener(
  "message",
  (event) => void serve(openChannel((event as MessageEvent<{ port: MessagePort }>).data.port)),
  { once: true },
);

/** All that does not depend on the job is done before it comes, while nobody waits. */
async function serve(channel: Channel): Promise<void> {
  let ended = false;
  const end = (outcome: Outcome) => {
    if (ended) return;
    ended = true;
    channel.send(outcome);
  };
  const fail = (thrown: unknown) => end(describeError(thrown));
  replaceFetch(channel);
  replaceExits(fail);
  const setLogLimit = replaceConsole(channel);
  Object.assign(globalThis, { api: apiFor(channel) });
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    fail(event.reason);
  });
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    fail(event.error);
  });
  let mixed = false;
  const standard = standardRequest(channel, () => mixed);
  await Promise.all([loadStandard(standard, "std"), warmUp()]);
  channel.send({ kind: "ready" });

  const job = await channel.job;
  setLogLimit(job.maxLog);
  setEnvironment(job.env);
  if (job.entry.dialect === "classic") {
    mixed = job.entry.mixed;
    const { ownStandard } = job.entry;
    const own = standardRequest(channel, () => false);
    if (ownStandard !== undefined) await loadStandard(own, `std~${ownStandard}`);
  }
  let loaded: Loaded;
  try {
    loaded = await load(channel, job);
  } catch (error) {
    const description = describeError(error);
    end(isCompileError(error) ? { ...description, code: "val_not_compiled" } : description);
    return;
  }
  try {
    const value = await callVal(loaded.value(), job.args);
    const outcome = describeResult(value);
    await loaded.settle();
    end(outcome);
  } catch (error) {
    await loaded.settle().catch(() => undefined);
    fail(error);
  }
}

/** Makes Deno load what it loads lazily and most runs need: its TypeScript compiler, and the classes of `fetch`. */
async function warmUp(): Promise<void> {
  describeResult(await new Response(new Request("https://esm.town/").url).text());
  const code = "const warm: number = 1;\nexport default warm;\n";
  const url = URL.createObjectURL(new Blob([code], { type: "application/typescript" }));
  await import(url);
  URL.revokeObjectURL(url);
}

interface Loaded {
  /** The val as it is now. */
  value(): unknown;
  /** Waits until everything the val assigned is stored. */
  settle(): Promise<void>;
}

async function load(channel: Channel, { entry }: Job): Promise<Loaded> {
  if (entry.dialect === "classic") return await loadClassic(channel, entry satisfies ClassicEntry);
  const value = valueOfModule(await import(entry.url));
  return { value: () => value, settle: () => Promise.resolve() };
}

/** Whether the val could not even be loaded, as opposed to throwing while it loads. Deno says it only in words. */
function isCompileError(error: unknown): boolean {
  if (error instanceof SyntaxError || error instanceof NothingToRun) return true;
  return (
    error instanceof TypeError &&
    /could not be parsed|^SyntaxError:|^Module not found|^Relative import path|^Import '|^Requires import access|^Failed (loading|resolving)|^Unable to load|is not a dependency/.test(
      error.message,
    )
  );
}
