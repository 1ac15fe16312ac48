/** How a run ended, in words for the town. */
import type { ResultText, ValError } from "../protocol/sandbox.ts";
import { Exit } from "./leaving.ts";

/** The result as JSON text, or why it is none. `undefined` becomes `null`. */
export function describeResult(value: unknown): ResultText | ValError {
  if (value instanceof Response)
    return notJson("The val returned a Response. It answers requests: open its web address.", "");
  try {
    const json = JSON.stringify(value) ?? (value === undefined ? "null" : undefined);
    return json === undefined
      ? notJson(`The val returned a ${typeof value}, which is not JSON.`, "")
      : { kind: "result", json };
  } catch (error) {
    const { message, stack } = describeError(error);
    return notJson(`The val's result is not JSON: ${message}`, stack);
  }
}

function notJson(message: string, stack: string): ValError {
  return { kind: "error", code: "result_not_json", name: "TypeError", message, stack };
}

/** Describes whatever was thrown; never throws itself, even on objects made to do so. */
export function describeError(thrown: unknown): ValError {
  try {
    if (thrown instanceof Exit) {
      const { name, message, stack = "" } = thrown;
      return { kind: "error", code: "val_exited", name, message, stack };
    }
    if (thrown instanceof Error) {
      const { name, message, stack = "" } = thrown;
      return {
        kind: "error",
        code: "val_threw",
        name: String(name),
        message: String(message),
        stack: String(stack),
      };
    }
    const message = typeof thrown === "string" ? thrown : Deno.inspect(thrown, { colors: false });
    return { kind: "error", code: "val_threw", name: "Error", message, stack: "" };
  } catch {
    const message = "The val threw something that cannot be printed.";
    return { kind: "error", code: "val_threw", name: "Error", message, stack: "" };
  }
}
