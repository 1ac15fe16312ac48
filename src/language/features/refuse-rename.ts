/** Renaming through a reference would change only the reference, which would then mean another val. */
import type { Message } from "../../analysis/finding.ts";
import type { Source } from "../../syntax/source.ts";
import { message } from "../say.ts";

/** Why what stands at an offset cannot be renamed from here; undefined when it can. */
export function refuseRename(source: Source, offset: number): Message | undefined {
  const reference = source.references.find((one) => one.start <= offset && offset <= one.end);
  if (reference === undefined) return undefined;
  const text = source.text.slice(reference.start, reference.end);
  return reference.key === undefined
    ? message(
        "{0} is a val of its own and cannot be renamed from here. Rename the val, then change what refers to it.",
        text,
      )
    : message("{0} is a secret. Rename it where your account keeps its secrets.", text);
}
