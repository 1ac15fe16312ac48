/** Names in generated code. They begin with the sigil twice, which no reference of an author can. */
import { sigil } from "../syntax/sigil.ts";

const mark = sigil + sigil;

export function generatedName(name: string): string {
  return mark + name;
}

export function isGeneratedName(name: string): boolean {
  return name.startsWith(mark);
}

/** The export under which a val's main file offers the val's value to others. */
export const valueExport: string = generatedName("val");
