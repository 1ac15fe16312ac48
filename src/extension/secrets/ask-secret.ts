/** Asks for the key and the value of a secret. What is typed as a value is never shown and kept nowhere. */
import * as vscode from "vscode";

/** The most characters that a service keeps of a value. */
const maxValue = 8192;

/** A key that code can read by name; undefined when the person changed their mind. */
export async function askKey(title: string): Promise<string | undefined> {
  return await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t("Key, as code reads it: OPENAI_API_KEY"),
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^[A-Za-z_]\w*$/.test(text) && text.length <= 256
        ? undefined
        : vscode.l10n.t("A key has letters, digits and _, and does not begin with a digit."),
  });
}

/** A value; undefined when the person changed their mind. */
export async function askValue(title: string): Promise<string | undefined> {
  return await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t("Value. It is sent to the service and never shown again."),
    password: true,
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text === "") return vscode.l10n.t("A secret has a value.");
      if (text.length > maxValue)
        return vscode.l10n.t("It is too long: {0} characters are the most.", maxValue);
      return undefined;
    },
  });
}
