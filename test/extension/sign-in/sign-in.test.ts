import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { authentication, type AuthenticationProvider, commands } from "vscode";
import { signInFeature } from "../../../src/extension/features/sign-in.ts";
import { editor, type Shown } from "../../support/editor.ts";
import { startDesk } from "../support/desk.ts";
import { must, startTestTown, type TestTown } from "../support/test-town.ts";
import { asValTown, valTownToken } from "../support/val-town.ts";

async function open(t: TestContext) {
  const town = await startTestTown(t);
  const desk = startDesk(t, { features: [signInFeature] });
  return { town, desk, host: new URL(town.origin).host };
}

async function createToken(town: TestTown, scopes: string[]): Promise<string> {
  const made = await town.owner.call("createToken", { body: { name: "editor", scopes } });
  return must(made).token;
}

/** Answers the questions of signing in: service, address, token, and whether to keep it. */
function answers(address: string, token: string, confirm = "Sign In") {
  editor.answer = (shown) => {
    if (shown.kind === "pick") {
      const label = address === "val.town" ? "val.town" : "Another service…";
      return shown.choices.find((choice) => (choice as { label: string }).label === label);
    }
    if (shown.kind === "input") return isTokenQuestion(shown) ? token : address;
    return shown.modal ? confirm : undefined;
  };
}

function isTokenQuestion({ options }: Shown): boolean {
  return options["password"] === true;
}

function provider(): AuthenticationProvider {
  return editor.authentication.get("valsmith") as AuthenticationProvider;
}

test("a pasted token is checked, explained and kept for its service", async (t) => {
  const { town, desk, host } = await open(t);
  const token = await createToken(town, ["vals:write", "user:read"]);
  answers(host, token);
  await commands.executeCommand("valsmith.signIn");

  const question = editor.shown.find(({ modal }) => modal);
  assert.equal(question?.text, `Sign in to ${host} as you?`);
  assert.match(question?.detail ?? "", /vals:write, user:read/);
  assert.match(question?.detail ?? "", /expires in 90 days/);
  const [session] = await desk.app.sessions.list();
  assert.equal(session?.user, "you");
  assert.equal(session?.connection, host);
  assert.deepEqual(session?.scopes, ["vals:write", "user:read"]);
  assert.equal(await desk.app.sessions.token(session?.id ?? "", town.origin), token);
  assert.equal(must((await desk.app.connections.get(host)?.connect()) ?? never())?.username, "you");
});

test("the token is typed into a masked box and shown nowhere", async (t) => {
  const { town, desk, host } = await open(t);
  const token = await createToken(town, ["vals:read"]);
  answers(host, token);
  await commands.executeCommand("valsmith.signIn");
  const questions = editor.shown.filter(({ kind }) => kind === "input");
  assert.deepEqual(
    questions.map(({ options }) => options["password"] === true),
    [false, true],
  );
  const texts = editor.shown.map(({ text, detail, choices }) =>
    JSON.stringify([text, detail, choices]),
  );
  assert.ok(!texts.join().includes(token));
  assert.ok(!JSON.stringify([...editor.channels]).includes(token));
  assert.ok(
    !JSON.stringify([...desk.context.globalState, ...desk.context.workspaceState]).includes(token),
  );
  assert.ok(!JSON.stringify([...editor.settings, ...editor.contexts]).includes(token));
});

test("a token without user:read signs in all the same", async (t) => {
  const { town, desk, host } = await open(t);
  answers(host, await createToken(town, ["vals:read"]));
  await commands.executeCommand("valsmith.signIn");
  const me = await desk.app.connections.get(host)?.connect();
  assert.deepEqual(me, { ok: true, value: { username: "you", id: undefined } });
});

test("saying no at the end keeps nothing", async (t) => {
  const { town, desk, host } = await open(t);
  answers(host, await createToken(town, ["vals:read"]), "Cancel");
  await commands.executeCommand("valsmith.signIn");
  assert.deepEqual(await desk.app.sessions.list(), []);
  assert.equal(desk.context.secrets.size, 0);
});

test("a token that the service does not accept is not kept, and the message says so", async (t) => {
  const { desk, host } = await open(t);
  // Well formed, but of nobody here.
  const other = await startTestTown(t);
  answers(host, await createToken(other, ["vals:read"]));
  await commands.executeCommand("valsmith.signIn");
  assert.deepEqual(await desk.app.sessions.list(), []);
  const told = editor.shown.find(({ kind }) => kind === "error");
  assert.match(
    told?.text ?? "",
    /You are not signed in to .* the token is unknown, or it has expired/,
  );
  assert.deepEqual(told?.choices, ["Try Again"]);
});

test("a service that is not there is said to be unreachable", async (t) => {
  const { town, desk, host } = await open(t);
  answers(host, await createToken(town, ["vals:read"]));
  await town.close();
  await commands.executeCommand("valsmith.signIn");
  assert.deepEqual(await desk.app.sessions.list(), []);
  assert.match(editor.shown.at(-1)?.text ?? "", /could not be reached/);
});

test("Val Town, which says nothing of scopes, is signed in to by what it says of the person", async (t) => {
  const town = await startTestTown(t);
  const desk = startDesk(t, { fetch: asValTown(town).fetch, features: [signInFeature] });
  answers("val.town", valTownToken);
  await commands.executeCommand("valsmith.signIn");
  const [session] = await desk.app.sessions.list();
  assert.equal(session?.user, "you");
  assert.equal(session?.scopes, null);
  const detail = editor.shown.find(({ modal }) => modal)?.detail ?? "";
  assert.match(detail, /does not say what the token may do/);
});

test("signing in again as the same person replaces the token", async (t) => {
  const { town, desk, host } = await open(t);
  answers(host, await createToken(town, ["vals:read"]));
  await commands.executeCommand("valsmith.signIn");
  const second = await createToken(town, ["vals:write"]);
  answers(host, second);
  await commands.executeCommand("valsmith.signIn", host);
  const sessions = await desk.app.sessions.list();
  assert.equal(sessions.length, 1);
  assert.equal(await desk.app.sessions.token(sessions[0]?.id ?? "", town.origin), second);
});

test("several people can be signed in, and each can be signed out", async (t) => {
  const { town, desk, host } = await open(t);
  answers(host, await createToken(town, ["vals:read"]));
  await commands.executeCommand("valsmith.signIn");
  const { session } = await town.join("ann");
  answers(host, session);
  await commands.executeCommand("valsmith.signIn");
  const accounts = (await provider().getSessions(undefined, {})).map(
    ({ account }) => account.label,
  );
  assert.deepEqual(accounts, [`you (${host})`, `ann (${host})`]);

  editor.answer = ({ kind, choices, modal }) => {
    if (modal) return "Sign Out";
    return kind === "pick" ? choices[0] : undefined;
  };
  await commands.executeCommand("valsmith.signOut");
  const left = await provider().getSessions(undefined, {});
  assert.deepEqual(
    left.map(({ account }) => account.label),
    [`ann (${host})`],
  );
  assert.equal(desk.context.secrets.size, 1);
});

test("the editor is told which sessions came and went, without their tokens", async (t) => {
  const { town, host } = await open(t);
  const events: unknown[] = [];
  provider().onDidChangeSessions((event) => events.push(event));
  const token = await createToken(town, ["vals:read"]);
  answers(host, token);
  await commands.executeCommand("valsmith.signIn");
  assert.equal(events.length, 1);
  assert.ok(!JSON.stringify(events).includes(token));
});

test("only sessions with the scopes that are asked for are given to other extensions", async (t) => {
  const { town, host } = await open(t);
  answers(host, await createToken(town, ["vals:write"]));
  await commands.executeCommand("valsmith.signIn");
  const count = async (...scopes: string[]) => (await provider().getSessions(scopes, {})).length;
  assert.equal(await count(), 1);
  assert.equal(await count("vals:read"), 1);
  assert.equal(await count("vals:write"), 1);
  assert.equal(await count("blob:read"), 0);
  assert.equal(await count("nonsense"), 0);
});

test("a change of mind during sign-in is no error", async (t) => {
  await open(t);
  await commands.executeCommand("valsmith.signIn");
  await assert.rejects(Promise.resolve(provider().createSession([], {})), { name: "Canceled" });
  assert.deepEqual(
    editor.shown.filter(({ kind }) => kind === "error"),
    [],
  );
  assert.ok(authentication);
});

test("a sign-in of another window is seen, and a stored one survives a restart", async (t) => {
  const { town, desk, host } = await open(t);
  answers(host, await createToken(town, ["vals:read"]));
  await commands.executeCommand("valsmith.signIn");
  const next = await desk.reload();
  const [session] = await next.app.sessions.list();
  assert.equal(session?.connection, host);
  // Another window signs out: it changes the same secret storage.
  await next.context.context.secrets.delete(`session/${session?.id}`);
  assert.deepEqual(await next.app.sessions.list(), []);
});

function never(): never {
  throw new Error("There is no such connection.");
}
