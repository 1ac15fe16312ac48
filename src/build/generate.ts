/**
 * `npm run generate`: writes those parts of pages that follow from code, between `<!-- generated:name -->` marks, and the
 * list of texts to translate.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { layers } from "./layers.ts";
import { root } from "./paths.ts";
import { table } from "./table.ts";
import { collectTexts, textsFile } from "./texts.ts";

/** The pages with such parts. */
export const pages: readonly string[] = ["src/README.md"];

const parts: Readonly<Record<string, () => string>> = { layers: layerTable };

/** The text of a page with its parts made anew. Throws on a mark without a part of that name. */
export function regenerate(text: string): string {
  return text.replaceAll(
    /(<!-- generated:([\w-]+) -->\n)[\s\S]*?(<!-- \/generated:\2 -->)/g,
    (_whole, open: string, name: string, close: string) => {
      const part = parts[name];
      if (!part)
        throw new Error(
          `there is no generated part "${name}"; there are: ${Object.keys(parts).join(", ")}`,
        );
      return `${open}\n${part()}\n\n${close}`;
    },
  );
}

function layerTable(): string {
  const list = (names: readonly string[]): string =>
    names.map((name) => `\`${name}\``).join(", ") || "–";
  return table(
    ["layer", "may import", "packages"],
    Object.entries(layers).map(([name, { layers: others, packages }]) => [
      `\`${name}\``,
      list(others),
      list(packages),
    ]),
  );
}

if (import.meta.main) {
  for (const page of pages) {
    const file = join(root, page);
    writeFileSync(file, regenerate(readFileSync(file, "utf8")));
  }
  writeFileSync(textsFile, collectTexts());
}
