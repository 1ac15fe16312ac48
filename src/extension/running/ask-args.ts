/** Asks for the arguments of a run: a line for each parameter, or all of them as a JSON array where that is not possible. */
import * as vscode from "vscode";
import type { EntryParameter, EntryResult } from "../../protocol/lsp.ts";
import { plainLine } from "../plain-text.ts";
import {
  areLines,
  type ArgumentProblem,
  collectArguments,
  exampleArguments,
  isSecretName,
  type ReadArgument,
  readArgument,
  readArguments,
} from "./args.ts";

export interface ArgumentQuestion {
  /** Title of the questions: what is about to run. */
  readonly title: string;
  /** What the val's value takes; undefined when that is not known. */
  readonly entry: EntryResult | undefined;
  /** The arguments of the last run, as a first answer. */
  readonly last: readonly unknown[] | undefined;
}

/** The arguments, or undefined when the person changed their mind. A val that takes none is not asked about. */
export async function askArguments(
  question: ArgumentQuestion,
): Promise<readonly unknown[] | undefined> {
  const { entry } = question;
  if (entry && (!entry.callable || entry.parameters.length === 0)) return [];
  return entry && areLines(entry.parameters)
    ? await askOneByOne(question, entry.parameters)
    : await askForArray(question);
}

async function askOneByOne(
  { title, last }: ArgumentQuestion,
  parameters: readonly EntryParameter[],
): Promise<readonly unknown[] | undefined> {
  const typed: string[] = parameters.map((parameter, index) => printLast(parameter, last?.[index]));
  let step = 0;
  for (;;) {
    const parameter = parameters[step];
    if (parameter === undefined) break;
    const answer = await askLine({
      title,
      step: parameters.length > 1 ? step + 1 : undefined,
      steps: parameters.length > 1 ? parameters.length : undefined,
      prompt: describe(parameter),
      placeholder: placeholderOf(parameter),
      value: typed[step] ?? "",
      password: isSecretName(parameter.name),
      validate: (text) => {
        const read = readArgument(parameter, text);
        return read.kind === "wrong" ? explain(read.problem) : undefined;
      },
    });
    if (answer === undefined) return undefined;
    if (answer === back) {
      step--;
    } else {
      typed[step] = answer.text;
      step++;
    }
  }
  const read: ReadArgument[] = parameters.map((one, index) =>
    readArgument(one, typed[index] ?? ""),
  );
  return collectArguments(read);
}

async function askForArray({
  title,
  entry,
  last,
}: ArgumentQuestion): Promise<readonly unknown[] | undefined> {
  const parameters = entry?.parameters;
  const answer = await askLine({
    title,
    prompt: parameters
      ? vscode.l10n.t("Arguments as a JSON array: {0}", parameters.map(describe).join(", "))
      : vscode.l10n.t("Arguments as a JSON array"),
    placeholder: exampleArguments(parameters),
    value: last === undefined ? exampleArguments(parameters) : JSON.stringify(last),
    password: false,
    validate: (text) => {
      const read = readArguments(parameters, text);
      return "problem" in read ? explain(read.problem) : undefined;
    },
  });
  if (answer === undefined || answer === back) return undefined;
  const read = readArguments(parameters, answer.text);
  return "args" in read ? read.args : undefined;
}

/** `text: string`, `limit?: number`; names and types come out of the val, which may be somebody else's. */
function describe({ name, optional, rest, text }: EntryParameter): string {
  return plainLine(`${rest ? "…" : ""}${name}${optional ? "?" : ""}: ${text}`, 120);
}

function placeholderOf({ optional, type }: EntryParameter): string {
  if (type === "json") {
    return optional
      ? vscode.l10n.t('As JSON, such as ["a", 1] or {"key": true}; leave empty for none')
      : vscode.l10n.t('As JSON, such as ["a", 1] or {"key": true}');
  }
  return optional ? vscode.l10n.t("Leave empty for none") : "";
}

function printLast(parameter: EntryParameter, value: unknown): string {
  if (parameter.type === "string") return typeof value === "string" ? value : "";
  if (parameter.type === "json") return value === undefined ? "" : JSON.stringify(value);
  return typeof value === parameter.type ? String(value) : "";
}

function explain(problem: ArgumentProblem): string {
  switch (problem) {
    case "required":
      return vscode.l10n.t("A value is needed here.");
    case "notNumber":
      return vscode.l10n.t("This takes a number, such as 42 or -1.5.");
    case "notBoolean":
      return vscode.l10n.t("This takes true or false.");
    case "notJson":
      return vscode.l10n.t(
        'This is not JSON. Text needs double quotes: ["text", 42, {"key": true}]',
      );
    case "notArray":
      return vscode.l10n.t("The arguments are a list: put them in brackets, as in [1, 2].");
    case "tooFew":
      return vscode.l10n.t("Some arguments that the val needs are missing.");
  }
}

const back = Symbol("back");

interface Line {
  readonly title: string;
  readonly step?: number | undefined;
  readonly steps?: number | undefined;
  readonly prompt: string;
  readonly placeholder: string;
  readonly value: string;
  readonly password: boolean;
  readonly validate: (text: string) => string | undefined;
}

/** One line of input; undefined when it was left. A text that is not valid is not accepted. */
function askLine(line: Line): Promise<{ readonly text: string } | typeof back | undefined> {
  return new Promise((resolve) => {
    const input = vscode.window.createInputBox();
    input.title = line.title;
    input.step = line.step;
    input.totalSteps = line.steps;
    input.prompt = line.prompt;
    input.placeholder = line.placeholder;
    input.value = line.value;
    input.password = line.password;
    input.ignoreFocusOut = true;
    if ((line.step ?? 1) > 1) input.buttons = [vscode.QuickInputButtons.Back];
    const finish = (outcome: { readonly text: string } | typeof back | undefined) => {
      resolve(outcome);
      input.dispose();
    };
    input.onDidChangeValue((text) => {
      // Nobody is told off while they are still typing their first character.
      input.validationMessage = text === "" ? undefined : line.validate(text);
    });
    input.onDidAccept(() => {
      const problem = line.validate(input.value);
      input.validationMessage = problem;
      if (problem === undefined) finish({ text: input.value });
    });
    input.onDidTriggerButton(() => finish(back));
    input.onDidHide(() => finish(undefined));
    input.show();
  });
}
