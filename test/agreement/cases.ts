/** Vals that touch every scope: each member of a standard val, each route, and what classic code does. */
import { operationOf } from "../../src/core/operations.ts";
import { routes, type Route, type RouteId } from "../../src/core/routes.ts";
import { standardMembers } from "../../src/core/standard.ts";

export interface AgreementCase {
  readonly what: string;
  /** The val that runs, `@ann/digest`. */
  readonly text: string;
  /** Vals of @bob that it refers to. */
  readonly others?: Readonly<Record<string, string>>;
}

/** Standard vals that a run has by now. */
const present: readonly string[] = ["blob", "email", "sqlite"];
const argumentsOf: Readonly<Record<string, string>> = {
  list: "",
  get: '"a"',
  getJSON: '"a"',
  set: '"a", "text"',
  setJSON: '"a", 1',
  delete: '"a"',
  copy: '"a", "b"',
  move: '"a", "c"',
  execute: '"create table if not exists agreed (a)"',
  batch: '["select 1", "insert into agreed values (1)"]',
  email: '{ subject: "agreed", text: "text" }',
};

export function standardCases(): readonly AgreementCase[] {
  return present.flatMap((name) =>
    Object.keys(standardMembers[name] ?? {}).map((member) => ({
      what: `${name}.${member}`,
      text: `import { ${name} } from "https://esm.town/v/std/${name}";
export default async () => {
  await ${name === member ? name : `${name}.${member}`}(${argumentsOf[member] ?? ""});
};
`,
    })),
  );
}

/** What stands for something of whoever runs it, and for something that is not there. */
export interface RouteTargets {
  /** Id of a public val of @ann. */
  readonly open: string;
  readonly absent: string;
  /** Id of the file of that val. */
  readonly file: string;
}

/** A request to each route that asks for a scope, with the run's own token, on one line. */
export interface RouteRequest {
  readonly what: string;
  readonly line: string;
}

export function routeRequests(targets: RouteTargets): readonly RouteRequest[] {
  return (Object.keys(routes) as RouteId[]).filter(asksForScope).map((id) => {
    const route: Route = routes[id];
    const { method } = route;
    const body = method === "GET" || method === "DELETE" ? "" : ', body: "{}"';
    const url = `https://api.val.town${pathOf(route, targets)}`;
    return {
      what: `${method} ${route.path}`,
      line: `  await (await fetch("${url}", { method: "${method}", headers${body} })).body?.cancel();`,
    };
  });
}

const beforeRequests = [
  "const headers = {",
  '  authorization: `Bearer ${Deno.env.get("valtown")}`,',
  '  "content-type": "application/json",',
  "};",
  "export default async () => {",
];

/** The line of the first request, from one. */
export const firstRequestLine = beforeRequests.length + 1;

/** A val that makes the requests one after the other. */
export function valOfRequests(requests: readonly RouteRequest[]): string {
  return [...beforeRequests, ...requests.map((one) => one.line), "};", ""].join("\n");
}

function asksForScope(id: RouteId): boolean {
  const { scope, subject } = operationOf(routes[id].operation);
  return scope !== undefined && (subject === "val" || subject === "own");
}

function pathOf({ path, operation }: Route, { open, absent, file }: RouteTargets): string {
  const isOpen = operationOf(operation).open === true;
  const values: Readonly<Record<string, string>> = {
    val_id: isOpen ? open : absent,
    file_id: file,
    handle: "ann.target",
    username: "ann",
    user: "ann",
    val: "target",
    val_name: "target",
    file: "main.tsx",
    key: "KEY",
  };
  const filled = path.replaceAll(/\{(\w+)\*?\}/g, (_, name: string) => values[name] ?? absent);
  const query = path.endsWith("/files") || path.endsWith("/content") ? "?path=main.tsx" : "";
  return filled + (path.startsWith("/v1/search") ? "?query=target" : query);
}

/** What SQL does decides which permission it takes. */
export const sqlCases: readonly AgreementCase[] = [
  ["reading rows", 'await sqlite.execute("select 1 as one");'],
  ["reading with parameters", 'await sqlite.execute({ sql: "select ?", args: [1] });'],
  ["reading in a batch", 'await sqlite.batch(["select 1", "select 2"]);'],
  ["writing a row", 'await sqlite.execute("create table if not exists written (a)");'],
].map(([what = "", line = ""]) => ({
  what: `SQL: ${what}`,
  text: `import { sqlite } from "https://esm.town/v/std/sqlite";
export default async () => {
  ${line}
};
`,
}));

export const classicCases: readonly AgreementCase[] = [
  { what: "an assignment", text: "export const digest = () => {\n  @me.counter = 1;\n};\n" },
  { what: "an addition", text: "export const digest = () => {\n  @me.counter++;\n};\n" },
  {
    what: "an assignment to somebody else's val",
    text: "export const digest = () => @bob.store();\n",
    others: { store: "export const store = () => {\n  @me.kept = 1;\n  return 1;\n};\n" },
  },
  {
    what: "an assignment to one's own val by somebody else",
    text: "export const digest = () => @bob.give();\n",
    others: { give: "export const give = () => {\n  @ann.counter = 2;\n  return 1;\n};\n" },
  },
  { what: "console.email", text: 'export const digest = () => console.email("text");\n' },
  {
    what: "console.email of a library",
    text: "export const digest = async () => {\n  await @bob.notify();\n};\n",
    others: { notify: 'export const notify = async () => {\n  await console.email("text");\n};\n' },
  },
  {
    what: "api() to a val that needs what this one has not",
    text: "export const digest = async () => await api(@bob.notify);\n",
    others: { notify: 'export const notify = async () => {\n  await console.email("text");\n};\n' },
  },
  {
    what: "a standard val in classic code",
    text: 'import { blob } from "https://esm.town/v/std/blob";\nexport const digest = async () => {\n  const put = blob.setJSON;\n  await put("a", @bob.value);\n};\n',
    others: { value: "export const value = 1;\n" },
  },
  {
    what: "a modern library",
    text: 'import { keep } from "https://esm.town/v/bob/keep";\nexport default async () => {\n  await keep("a");\n};\n',
    others: {
      keep: 'import { blob } from "https://esm.town/v/std/blob";\nconst stores = { main: blob };\nexport async function keep(key: string) {\n  await stores.main.set(key, "kept");\n}\n',
    },
  },
  {
    what: "a function around fetch",
    text: 'const call = (method: string, path: string) =>\n  fetch("https://api.val.town" + path, {\n    method,\n    headers: { authorization: `Bearer ${process.env.valtown}` },\n  });\nexport default async () => {\n  const response = await call("GET", "/v1/me");\n  return response.status;\n};\n',
  },
  { what: "nothing that needs a permission", text: "export default () => 1;\n" },
];
