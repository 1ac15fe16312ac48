/**
 * What a hostile val tries, against a whole town with secrets to lose: files, processes, the network around it, the
 * town, other people's vals, the control channel. Each attempt is run for real; it must fail in the way that is named,
 * so that an attempt which fails for a silly reason is noticed too.
 */
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import { existsSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { createTown, type Town } from "../../src/town/town.ts";
import { root } from "../town/runs/support.ts";

/** Nothing of this may ever come out of a run. */
const planted = "planted-8f2e61c4";

/** Facts about the town that the attempts use; a real attacker would guess or scan for them. */
interface Targets {
  readonly port: number;
  readonly townPort: number;
  readonly file: string;
  /** A file that only a started program makes. */
  readonly touched: string;
  readonly pid: number;
  readonly address: string;
}

/** An attempt: the body of an async function over `x: Targets`, and what its failure looks like. */
type Attempt = readonly [name: string, code: string, failure: RegExp];

const denied = /^(NotCapable|PermissionDenied)/;
const cannotGo = /^(NotCapable|TypeError: .*Requires|Error: .*(Requires|NotCapable|EACCES|EPERM))/;

const files: readonly Attempt[] = [
  ["read a file", "return await Deno.readTextFile(x.file)", denied],
  [
    "read a file through node:fs",
    'return (await import("node:fs")).readFileSync(x.file, "utf8")',
    denied,
  ],
  [
    "read a file through node:fs/promises",
    'return await (await import("node:fs/promises")).readFile(x.file, "utf8")',
    denied,
  ],
  ["list a folder", 'return Array.from(Deno.readDirSync("/")).map((entry) => entry.name)', denied],
  [
    "list its own folder",
    "return Array.from(Deno.readDirSync(Deno.cwd())).map((entry) => entry.name)",
    denied,
  ],
  ["write a file", 'await Deno.writeTextFile("x.txt", "x"); return "written"', denied],
  ["make a temporary file", "return await Deno.makeTempFile()", denied],
  ["make a symbolic link", 'await Deno.symlink(x.file, "link"); return "linked"', denied],
  [
    "import a file as text",
    'return (await import("file://" + x.file, { with: { type: "text" } })).default',
    /^TypeError: Requires read access/,
  ],
  [
    "require a file",
    'return (await import("node:module")).createRequire("/tmp/")(x.file)',
    /NotCapable|Cannot find module|Requires read/,
  ],
  [
    "read the environment of its process",
    'return await Deno.readTextFile("/proc/self/environ")',
    denied,
  ],
  [
    "read the environment of the town",
    "return await Deno.readTextFile(`/proc/${x.pid}/environ`)",
    denied,
  ],
  [
    "open a database file",
    'const { DatabaseSync } = await import("node:sqlite"); new DatabaseSync(x.file); return "open"',
    denied,
  ],
  [
    "attach a database file",
    'const { DatabaseSync } = await import("node:sqlite"); new DatabaseSync(":memory:").exec(`attach \'${x.file}\' as y`); return "attached"',
    /Error/,
  ],
  [
    "read the supervisor",
    'return await Deno.readTextFile(new URL(Deno.mainModule ?? "file:///x"))',
    denied,
  ],
];

const processes: readonly Attempt[] = [
  [
    "run a program",
    'return (await new Deno.Command("/bin/cat", { args: [x.file] }).output()).code',
    denied,
  ],
  [
    "run a shell through node",
    'return (await import("node:child_process")).execSync(`cat ${x.file}; touch ${x.touched}`).toString()',
    /Command failed|NotCapable/,
  ],
  [
    "spawn through node",
    'const child = (await import("node:child_process")).spawn("/bin/touch", [x.touched]); return await new Promise((done, fail) => child.on("error", fail).on("exit", done))',
    cannotGo,
  ],
  [
    "fork through node",
    'const child = (await import("node:child_process")).fork(x.file); return await new Promise((done, fail) => child.on("error", fail).on("exit", done))',
    cannotGo,
  ],
  ["kill the town", 'Deno.kill(x.pid, "SIGKILL"); return "killed"', denied],
  [
    "kill the town through node",
    '(await import("node:process")).default.kill(x.pid, "SIGKILL"); return "killed"',
    cannotGo,
  ],
  ["load a library", 'Deno.dlopen("/lib/x86_64-linux-gnu/libc.so.6", {}); return "loaded"', denied],
  [
    "load an addon",
    '(await import("node:process")).default.dlopen({ exports: {} }, x.file); return "loaded"',
    /NotCapable|Error/,
  ],
  ["learn the host's name", "return Deno.hostname()", denied],
  ["learn who runs it", 'return (await import("node:os")).userInfo().username', denied],
  [
    "start a worker with more permissions",
    'new Worker("data:text/javascript,1", { type: "module", deno: { permissions: { read: true } } }); return "started"',
    denied,
  ],
  [
    "start a worker with the permissions of its parent",
    'new Worker("data:text/javascript,1", { type: "module", deno: { permissions: { run: "inherit", read: ["/"] } } }); return "started"',
    denied,
  ],
  [
    "ask for permission",
    'return "state: " + (await Deno.permissions.request({ name: "read" })).state',
    /^state: denied$/,
  ],
  [
    "open the inspector",
    '(await import("node:inspector")).open(0, "127.0.0.1"); return "open"',
    /NotCapable|not implemented|Requires/,
  ],
];

const loopback = (host: string): Attempt => [
  `fetch from ${host}`,
  `return await (await fetch("http://${host}:" + x.port + "/")).text()`,
  denied,
];
const network: readonly Attempt[] = [
  ...[
    "127.0.0.1",
    "localhost",
    "localhost.",
    "0.0.0.0",
    "127.1",
    "2130706433",
    "0x7f.1",
    "0177.0.0.1",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:0:0:1]",
  ].map(loopback),
  [
    "fetch from the machine's own address",
    "return await (await fetch(`http://${x.address}:${x.port}/`)).text()",
    denied,
  ],
  [
    "fetch cloud metadata",
    'return await (await fetch("http://169.254.169.254/latest/meta-data/")).text()',
    denied,
  ],
  [
    "fetch cloud metadata by number",
    'return await (await fetch("http://2852039166/")).text()',
    denied,
  ],
  [
    "fetch from a private network",
    'return await (await fetch("http://10.0.0.1/", { signal: AbortSignal.timeout(2000) })).text()',
    denied,
  ],
  [
    "connect to loopback",
    'await Deno.connect({ hostname: "127.0.0.1", port: x.port }); return "connected"',
    denied,
  ],
  [
    "connect through node:net",
    'const net = await import("node:net"); return await new Promise((done, fail) => { const socket = net.connect(x.port, "127.0.0.1", () => done("connected")); socket.on("error", fail); })',
    cannotGo,
  ],
  [
    "request through node:http",
    'const http = await import("node:http"); return await new Promise((done, fail) => { http.get({ host: "127.0.0.1", port: x.port }, () => done("connected")).on("error", fail); })',
    cannotGo,
  ],
  [
    "open a web socket",
    "const socket = new WebSocket(`ws://127.0.0.1:${x.port}/`); return await new Promise((done, fail) => { socket.onopen = () => done('open'); socket.onerror = (event) => fail(new Error('NotCapable or closed: ' + event.message)); })",
    /NotCapable/,
  ],
  [
    "reach the town directly",
    "return await (await fetch(`http://127.0.0.1:${x.townPort}/v1/me`)).text()",
    denied,
  ],
  [
    "reach the town through a proxy client",
    "const client = Deno.createHttpClient({ proxy: { url: `http://127.0.0.1:${x.port}` } }); return await (await fetch('http://example.com/', { client })).text()",
    /NotCapable|TypeError/,
  ],
  ["listen", 'Deno.listen({ port: 0 }); return "listening"', denied],
  [
    "listen on every address",
    'Deno.listen({ hostname: "0.0.0.0", port: 0 }); return "listening"',
    denied,
  ],
  [
    "serve",
    'const { createServer } = await import("node:http"); return await new Promise((done, fail) => createServer().on("error", fail).listen(0, () => done("listening")))',
    cannotGo,
  ],
  [
    "connect to a Unix socket",
    'await Deno.connect({ transport: "unix", path: String(Deno.args[0]).replace("unix:", "") }); return "connected"',
    denied,
  ],
  ["resolve names", 'return await Deno.resolveDns("localhost", "A")', denied],
  [
    "import from loopback",
    "return await import(`http://127.0.0.1:${x.port}/module.js`)",
    /Requires import access/,
  ],
  [
    "import from the town",
    "return await import(`http://127.0.0.1:${x.townPort}/v/ann/hidden`)",
    /Requires import access/,
  ],
  [
    "fetch from the real service",
    'return await (await fetch("https://api.val.town.:443/v1/me")).text()',
    denied,
  ],
];

const town: readonly Attempt[] = [
  [
    "import somebody else's private val",
    'return (await import("https://esm.town/v/ann/hidden")).default()',
    /Module not found/,
  ],
  [
    "import it with a version",
    'return (await import("https://esm.town/v/ann/hidden@1-main/main.ts")).default()',
    /Module not found/,
  ],
  [
    "import it as text",
    'return (await import("https://esm.town/v/ann/hidden", { with: { type: "text" } })).default',
    /Module not found|Import/,
  ],
  [
    "guess another run's capability",
    'return (await import(here.replace(/\\/m\\/[\\w-]+/, "/m/" + "A".repeat(32)).replace(/\\/v\\/.*/, "/v/ann/hidden"))).default',
    /Module not found/,
  ],
  [
    "leave its capability's folder",
    'return (await import(new URL("../../../../../health", here).href)).default',
    /Module not found/,
  ],
  [
    "climb out of a val",
    'return (await import(here.replace(/main\\.ts$/, "%2e%2e/%2e%2e/ann/hidden"))).default',
    /Module not found/,
  ],
  [
    "read the town's environment",
    'return JSON.stringify([Deno.env.toObject(), (await import("node:process")).default.env])',
    /^((?!planted).)*$/,
  ],
  [
    "run somebody else's private val",
    'return await api("ann/hidden")',
    /does not exist or is private/,
  ],
  [
    "read it with the run's token",
    'const reply = await fetch("https://api.val.town/v2/alias/vals/ann/hidden", { headers: { authorization: `Bearer ${Deno.env.get("valtown")}` } }); return `status ${reply.status}`',
    /^status 404$/,
  ],
  [
    "grant itself scopes",
    'const auth = { authorization: `Bearer ${Deno.env.get("valtown")}`, "content-type": "application/json" }; const val = await (await fetch("https://api.val.town/v2/alias/vals/eve/attack", { headers: auth })).json(); const reply = await fetch(`https://api.val.town/v2/vals/${val.id}/permissions`, { method: "PUT", headers: auth, body: \'{"scopes":["user:write"]}\' }); return `status ${reply.status}`',
    /^status 403$/,
  ],
  [
    "make itself a token",
    'const reply = await fetch("https://api.val.town/v1/tokens", { method: "POST", headers: { authorization: `Bearer ${Deno.env.get("valtown")}`, "content-type": "application/json" }, body: \'{"name":"x","scopes":["vals:write"]}\' }); return `status ${reply.status}`',
    /^status 403$/,
  ],
  [
    "read the owner's secrets of the account by name",
    "return [Deno.env.get('SECRET_OF_ANN'), globalThis.secrets].join()",
    /^,$/,
  ],
  [
    "read its own control arguments for a token",
    "return JSON.stringify(Deno.args)",
    /^((?!vtl).)*$/,
  ],
];

const channel: readonly Attempt[] = [
  [
    "forge a result with postMessage",
    'self.postMessage({ kind: "result", json: "\\"forged\\"" }); self.postMessage(\'{"kind":"result","json":"1"}\'); await new Promise((done) => setTimeout(done, 50)); return "honest"',
    /^honest$/,
  ],
  [
    "forge a result on standard output",
    'await Deno.stdout.write(new TextEncoder().encode(\'{"kind":"result","json":"1"}\\n\')); await new Promise((done) => setTimeout(done, 50)); return "honest"',
    /^honest$/,
  ],
  [
    "write into every descriptor",
    'const fs = await import("node:fs"); let hits = 0; for (let fd = 3; fd < 60; fd++) { try { fs.writeSync(fd, \'{"kind":"result","json":"1"}\\n\'); hits++; } catch {} } return `${hits} hits`',
    /^0 hits$/,
  ],
  [
    "catch the port as it sends",
    'let caught = 0; const post = MessagePort.prototype.postMessage; MessagePort.prototype.postMessage = function (...args) { caught++; return post.apply(this, args); }; console.log("x"); await fetch("https://api.val.town/health"); return `${caught} caught`',
    /^0 caught$/,
  ],
  [
    "catch messages as they arrive",
    'const seen = []; for (const target of [Object.prototype, Event.prototype]) Object.defineProperty(target, "data", { set(value) { seen.push(value); }, configurable: true }); try { Object.defineProperty(MessageEvent.prototype, "data", { set(value) { seen.push(value); } }); } catch {} await fetch("https://api.val.town/health"); return `${seen.length} seen`',
    /^0 seen$/,
  ],
  [
    "read messages through JSON.parse",
    'const seen = []; const parse = JSON.parse; JSON.parse = (text) => { seen.push(text); return parse(text); }; await fetch("https://api.val.town/health"); JSON.parse = parse; return `${seen.length} seen`',
    /^0 seen$/,
  ],
  [
    "offer the realm a port of its own",
    'const { port1, port2 } = new MessageChannel(); const got = []; port1.onmessage = (event) => got.push(event.data); self.dispatchEvent(new MessageEvent("message", { data: { port: port2 } })); await new Promise((done) => setTimeout(done, 50)); port1.close(); return `${got.length} got`',
    /^0 got$/,
  ],
  [
    "take the standard vals' way to the town",
    'return String(globalThis[Symbol.for("valsmith.standard")])',
    /^undefined$/,
  ],
  [
    "raise its own memory limit",
    '(await import("node:v8")).setFlagsFromString("--max-old-space-size=8192"); const all = []; for (let i = 0; i < 400; i++) all.push(new Uint8Array(16_000_000).fill(i)); return "kept " + all.length',
    /allocation failed|memory/,
  ],
];

describe("a hostile val", () => {
  let folder: string;
  let admin: Server;
  let hits = 0;
  let service: Town;
  let targets: Targets;
  let eve: string;
  let attackFile: string;

  const api = async (method: string, path: string, token: string, body?: unknown) => {
    const reply = await service.app.inject({
      method: method as "GET",
      url: path,
      headers: { authorization: `Bearer ${token}`, host: "localhost" },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    return { status: reply.statusCode, text: reply.body, etag: reply.headers.etag };
  };

  before(async () => {
    process.env["PLANTED"] = planted;
    folder = await mkdtemp(join(tmpdir(), "valsmith-attack-"));
    await writeFile(join(folder, "secret.txt"), planted);
    admin = createServer((_request, response) => {
      hits++;
      response.end(planted);
    });
    await new Promise<void>((resolve) => admin.listen(0, resolve));
    service = await createTown({
      handle: "ann",
      runs: {
        folder: join(folder, "sandbox"),
        sandboxFolder: join(root, "src", "sandbox"),
        modules: [join(root, "node_modules")],
        env: process.env,
        spares: 1,
        limits: { milliseconds: 10_000 },
      },
    });
    const session = await service.createSession();
    await service.app.listen({ port: 0, host: "127.0.0.1" });
    await addVal(session, "hidden", `export default () => "${planted}";`, "private");
    // Now a process of the town has loaded it once.
    assert.match((await api("POST", "/v1/run/ann.hidden", session, {})).text, new RegExp(planted));
    const secret = { key: "SECRET_OF_ANN", value: planted };
    assert.equal((await api("POST", "/v1/secrets", session, secret)).status, 201);
    const member = await api("POST", "/v1/members", session, { handle: "eve", role: "writer" });
    eve = (JSON.parse(member.text) as { session: string }).session;
    attackFile = await addVal(eve, "attack", "export default 1;", "public");
    const own = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find(({ internal, family }) => !internal && family === "IPv4");
    targets = {
      port: (admin.address() as AddressInfo).port,
      townPort: (service.app.server.address() as AddressInfo).port,
      file: join(folder, "secret.txt"),
      touched: join(folder, "touched"),
      pid: process.pid,
      address: own?.address ?? "127.0.0.1",
    };
  });
  after(async () => {
    delete process.env["PLANTED"];
    await service.close();
    await new Promise((resolve) => admin.close(resolve));
    await rm(folder, { recursive: true, force: true });
  });

  async function addVal(token: string, name: string, content: string, privacy: string) {
    const val = await api("POST", "/v2/vals", token, { name, privacy });
    const { id } = JSON.parse(val.text) as { id: string };
    const path = `/v2/vals/${id}/files?path=main.ts`;
    assert.equal((await api("POST", path, token, { type: "script", content })).status, 201);
    return path;
  }

  async function attempt(code: string): Promise<string> {
    const content = `// deno-lint-ignore-file\nexport default async (x) => {\n  const here = /http:\\/\\/127[^\\s)]+\\.ts/.exec(new Error().stack)[0];\n  try {\n    return String(await (async () => { ${code} })());\n  } catch (error) {\n    return \`\${error.name}: \${error.message}\`;\n  }\n};`;
    const saved = await api("PUT", attackFile, eve, { content });
    assert.ok(saved.status < 300, saved.text);
    const ran = await api("POST", "/v1/run/eve.attack", eve, { args: [targets] });
    assert.doesNotMatch(ran.text, new RegExp(planted));
    const answer: unknown = JSON.parse(ran.text);
    return typeof answer === "string" ? answer : (answer as { message: string }).message;
  }

  for (const [group, attempts] of Object.entries({ files, processes, network, town, channel })) {
    describe(`against ${group}`, () => {
      for (const [name, code, failure] of attempts) {
        it(`cannot ${name}`, async () => {
          assert.match(await attempt(code), failure);
        });
      }
    });
  }

  it("finds nothing of an earlier run", async () => {
    const cached = 'const cache = await caches.open("shared"); ';
    const put = `${cached} await cache.put("https://x.test/", new Response("left")); globalThis.left = "left"; return "put"`;
    assert.equal(await attempt(put), "put");
    const look = `${cached} return String([await cache.match("https://x.test/"), globalThis.left, globalThis.localStorage])`;
    assert.equal(await attempt(look), ",,");
  });

  it("never reached the server on this machine, nor started a program", () => {
    assert.equal(hits, 0);
    assert.equal(existsSync(targets.touched), false);
  });
});
