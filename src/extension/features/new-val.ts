/** Making a val: a new one, or a copy of somebody else's. */
import * as vscode from "vscode";
import { fail, ok, type Result } from "../../core/failure.ts";
import { isValName, maxNameLength } from "../../core/handle.ts";
import type { ValLocation } from "../../core/uri.ts";
import type { Privacy } from "../../core/val.ts";
import type { App, Feature } from "../app.ts";
import type { Connection } from "../connections.ts";
import { nameOf } from "../documents/locations.ts";
import { askPrivacy } from "../open-val/ask-privacy.ts";
import { type NewFile, makeVal } from "../open-val/make-val.ts";
import { openLocation } from "../open-val/open-location.ts";
import { type CommandOutcome, failureOf, registerCommand } from "../register-command.ts";
import { noTargetVal, targetVal } from "../target-val.ts";

const template = `/** Says hello. Press Run above it to try it. */
export default function hello(name: string = "world"): string {
  return \`Hello, \${name}!\`;
}
`;

export const newVal: Feature = (app) =>
  vscode.Disposable.from(
    registerCommand(app, "valsmith.newVal", async (id: unknown) => {
      const connection = await chooseConnection(app, typeof id === "string" ? id : undefined);
      const name = connection && (await askName(vscode.l10n.t("New Val")));
      const privacy = name === undefined ? undefined : await askPrivacy();
      if (!connection || name === undefined || privacy === undefined) return undefined;
      const files = [{ path: "main.ts", type: "script", text: template } as const];
      return await make(app, connection, { name, privacy }, files);
    }),
    registerCommand(app, "valsmith.copyVal", async (target: unknown) => {
      const source = targetVal(target);
      const connection = source && app.connections.get(source.connection);
      if (!source || !connection) return noTargetVal();
      const name = await askName(
        vscode.l10n.t("Copy {0}", nameOf({ ...source, path: "" })),
        source.name,
      );
      if (name === undefined) return undefined;
      const files = await readAll(app, source);
      if (!files.ok) return failureOf(files, vscode.l10n.t("{0} was not copied.", nameOf(source)));
      return await make(app, connection, { name, privacy: "private" }, files.value);
    }),
  );

async function make(
  app: Pick<App, "vals">,
  connection: Connection,
  val: { readonly name: string; readonly privacy: Privacy },
  files: readonly NewFile[],
): Promise<CommandOutcome> {
  const what = vscode.l10n.t("{0} was not made.", val.name);
  const made = await makeVal(connection, val, files);
  if (!made.ok) return failureOf(made, what);
  app.vals.forget({ connection: connection.id });
  await vscode.commands.executeCommand("valsmith.vals.refresh");
  return failureOf(await openLocation(app, made.value), what);
}

/** All files of a val with their texts. */
async function readAll(
  { vals }: Pick<App, "vals">,
  source: ValLocation,
): Promise<Result<NewFile[]>> {
  const listed = await vals.files(source);
  if (!listed.ok) return listed;
  const files: NewFile[] = [];
  for (const { path, type } of listed.value) {
    if (type === "directory") {
      files.push({ path, type });
      continue;
    }
    const read = await vals.read({ ...source, path });
    if (!read.ok) return fail(read.failure);
    files.push({ path, type, text: read.value.text });
  }
  return ok(files);
}

async function chooseConnection(
  { connections }: Pick<App, "connections">,
  id: string | undefined,
): Promise<Connection | undefined> {
  if (id !== undefined) return connections.get(id);
  const able = connections.all.filter(({ me, state }) => me !== undefined || state.kind === "idle");
  const signedIn: Connection[] = [];
  for (const connection of able) {
    const me = await connection.connect();
    if (me.ok && me.value !== undefined) signedIn.push(connection);
  }
  if (signedIn.length === 0) await vscode.commands.executeCommand("valsmith.signIn");
  if (signedIn.length < 2) return signedIn[0];
  const items = signedIn.map((connection) => ({
    label: connection.label,
    description: connection.me?.username ?? "",
    connection,
  }));
  const placeHolder = vscode.l10n.t("Where shall the val live?");
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.connection;
}

async function askName(title: string, value = ""): Promise<string | undefined> {
  return await vscode.window.showInputBox({
    title,
    value,
    prompt: vscode.l10n.t("Name of the val"),
    validateInput: (text) =>
      isValName(text)
        ? undefined
        : vscode.l10n.t(
            "A name has 1 to {0} letters, digits, - and _, and begins with a letter.",
            maxNameLength,
          ),
  });
}
