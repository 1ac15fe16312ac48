/** The linter's configuration; the layer rules come from the table in `layers.ts`. */
import { layers } from "./layers.ts";

const names = Object.keys(layers);

const overrides = Object.entries(layers).map(([name, allowed]) => {
  const foreign = names.filter((other) => other !== name && !allowed.layers.includes(other));
  const packages = allowed.packages.flatMap((p) =>
    p === "node" ? ["!node:*", "!node:*/**"] : [`!${p}`, `!${p}/**`],
  );
  return {
    files: [`**/src/${name}/**`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: `^(\\.\\./)+(${foreign.join("|")})/`,
              message: `${name} may import: ${allowed.layers.join(", ") || "no other layer"}`,
            },
            {
              group: ["*", "!..", "!.", "!**/*.ts", "!**/*.json", ...packages],
              message: `${name} may use: ${allowed.packages.join(", ") || "no package"}`,
            },
          ],
        },
      ],
    },
  };
});

export default {
  plugins: ["import", "typescript", "promise"],
  options: { typeAware: true },
  categories: { correctness: "error" },
  rules: {
    "import/no-cycle": ["error", { ignoreTypes: false }],
    "typescript/no-floating-promises": "error",
    "typescript/no-misused-promises": "error",
    "typescript/switch-exhaustiveness-check": "error",
    "typescript/no-explicit-any": "error",
    "typescript/consistent-type-imports": "error",
    "typescript/no-non-null-assertion": "error",
    "no-console": "error",
    "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
  },
  overrides: [
    ...overrides,
    { files: ["**/src/build/**", "**/src/cli/**", "**/test/**"], rules: { "no-console": "off" } },
    {
      files: ["**/test/**"],
      rules: {
        "max-lines": "off",
        "typescript/no-floating-promises": [
          "error",
          {
            allowForKnownSafeCalls: [
              { from: "package", name: ["test", "it", "describe", "suite"], package: "node:test" },
            ],
          },
        ],
      },
    },
  ],
};
