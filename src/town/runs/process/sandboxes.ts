/** The sandbox processes of a town: one place that knows how to start them, and keeps some ready. */
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { type Failure, ok, type Result } from "../../../core/failure.ts";
import type { RunLimits } from "../limits.ts";
import type { ModuleReader } from "../modules/resolve.ts";
import { type ModuleServer, startModuleServer } from "../modules/server.ts";
import { readStandard } from "../modules/standard.ts";
import type { DenoRuntime } from "./deno.ts";
import { launch } from "./launch.ts";
import { networkFlags } from "./network.ts";
import { createPool, type Pool } from "./pool.ts";
import { type Sandbox, startSandbox } from "./sandbox.ts";

export interface Sandboxes {
  /** A process for one run. With `hosts` it is one of its own that may connect to them too. */
  take(hosts: readonly string[]): Promise<Result<Sandbox, Failure>>;
  /** What `https://esm.town/v/` is in the process. */
  prefix(sandbox: Sandbox): string;
  /** Lets the process read the modules of its run. */
  assign(sandbox: Sandbox, reader: ModuleReader): void;
  /** Makes spare processes ready when `ended` resolves, or after a moment when that takes long. */
  refillAfter(ended: Promise<unknown>): void;
  close(): Promise<void>;
}

export interface SandboxesOptions {
  /** A private folder of the town's data folder; what older processes left in it is removed. */
  readonly folder: string;
  /** Where the files are that run inside Deno. */
  readonly sandboxFolder: string;
  /** The supervisor's file there. */
  readonly supervisor: string;
  /** Finds the runtime; asked again after a failure, so that installing one helps without a restart. */
  readonly findDeno: () => Promise<Result<DenoRuntime, Failure>>;
  readonly limits: RunLimits;
  /** Processes that are kept ready. */
  readonly spares: number;
  readonly registry: Readonly<Record<string, string>>;
  /** Whether control goes over a Unix socket; false on Windows. */
  readonly unixSockets: boolean;
}

/** A run that goes on does not keep the next one waiting longer than this, in milliseconds. */
const refillDelay = 200;

/** Prepares the folder and the module server; processes start with the first {@link Sandboxes.take} or refill. */
export async function openSandboxes(options: SandboxesOptions): Promise<Sandboxes> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(options.folder))
    if (name !== "packages") await rm(join(options.folder, name), { recursive: true, force: true });
  await mkdir(join(options.folder, "packages"), { recursive: true, mode: 0o700 });
  const modules = await startModuleServer(await readStandard(options.sandboxFolder));
  const sockets = options.unixSockets ? await makeSocketFolder(options.folder) : undefined;
  return new TownSandboxes(options, modules, sockets);
}

/** Longest path of a Unix socket that every system takes, in bytes (macOS: 104 with its end). */
const maxSocketPath = 103;

/** A private folder for sockets; not in the data folder where that is too deep. */
async function makeSocketFolder(folder: string): Promise<string> {
  const own = join(folder, "s");
  const longest = join(own, nameOfProcess());
  if (Buffer.byteLength(longest) > maxSocketPath) return await mkdtemp(join(tmpdir(), "valsmith-"));
  await mkdir(own, { mode: 0o700 });
  return own;
}

function nameOfProcess(): string {
  return randomBytes(6).toString("hex");
}

class TownSandboxes implements Sandboxes {
  readonly #options: SandboxesOptions;
  readonly #modules: ModuleServer;
  readonly #sockets: string | undefined;
  readonly #pool: Pool;
  readonly #all = new Set<Sandbox>();
  #runtime: Promise<Result<DenoRuntime, Failure>> | undefined;
  #isClosed = false;

  constructor(options: SandboxesOptions, modules: ModuleServer, sockets: string | undefined) {
    this.#options = options;
    this.#modules = modules;
    this.#sockets = sockets;
    this.#pool = createPool(async () => {
      const runtime = await this.#findRuntime();
      if (!runtime.ok) throw new Error(runtime.failure.message);
      return await this.#start(runtime.value, []);
    }, options.spares);
  }

  async take(hosts: readonly string[]): Promise<Result<Sandbox, Failure>> {
    const runtime = await this.#findRuntime();
    if (!runtime.ok) return runtime;
    return ok(await (hosts.length === 0 ? this.#pool.take() : this.#start(runtime.value, hosts)));
  }

  prefix(sandbox: Sandbox): string {
    return this.#modules.prefix(sandbox.capability);
  }

  assign(sandbox: Sandbox, reader: ModuleReader): void {
    if (sandbox.isAlive) this.#modules.assign(sandbox.capability, reader);
  }

  refillAfter(ended: Promise<unknown>): void {
    const refill = () => {
      clearTimeout(timer);
      if (!this.#isClosed) this.#pool.refill();
    };
    const timer = setTimeout(refill, refillDelay);
    timer.unref();
    void ended.then(refill);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#pool.close();
    const all = [...this.#all];
    for (const sandbox of all) sandbox.kill();
    await Promise.all(all.map((sandbox) => sandbox.gone));
    await this.#modules.close();
    if (this.#sockets !== undefined) await rm(this.#sockets, { recursive: true, force: true });
  }

  async #findRuntime(): Promise<Result<DenoRuntime, Failure>> {
    this.#runtime ??= this.#options.findDeno();
    const found = await this.#runtime;
    if (!found.ok) this.#runtime = undefined;
    return found;
  }

  async #start(runtime: DenoRuntime, hosts: readonly string[]): Promise<Sandbox> {
    const { folder, sandboxFolder, limits, registry } = this.#options;
    const name = nameOfProcess();
    const capability = this.#modules.issue();
    const own = join(folder, name);
    const { supervisor } = this.#options;
    const network = networkFlags(this.#modules.host, networkInterfaces(), hosts);
    const sandbox = await startSandbox({
      folder: own,
      socket: this.#sockets === undefined ? undefined : join(this.#sockets, name),
      packages: join(folder, "packages"),
      importMap: { imports: { "https://esm.town/v/": this.#modules.prefix(capability) } },
      capability,
      maxLine: limits.messageBytes,
      start: (control, importMap) =>
        launch({
          deno: runtime.path,
          sandboxFolder,
          supervisor,
          folder: own,
          control,
          importMap,
          network,
          registry,
          limits,
        }),
    });
    this.#all.add(sandbox);
    // A runtime that does not start any more may be gone; the next run looks for one anew.
    sandbox.ready.catch(() => {
      this.#runtime = undefined;
    });
    void sandbox.gone.then(() => {
      this.#all.delete(sandbox);
      this.#modules.revoke(capability);
    });
    return sandbox;
  }
}
