/** What people download and what the extension host reads. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { vsix } from "../../src/build/package.ts";
import { dist } from "../../src/build/paths.ts";
import { report } from "./report.ts";

const megabytes = (file: string): number => statSync(file).size / 1e6;

report({ name: "VSIX", value: megabytes(vsix), unit: "MB", target: 3, limit: 6 });
for (const name of readdirSync(dist).filter((file) => /\.c?js$/.test(file))) {
  report({
    name: `dist/${name}`,
    value: megabytes(join(dist, name)),
    unit: "MB",
    ...(name === "extension.cjs" ? { target: 0.7, limit: 1.4 } : {}),
  });
}
