/** Who may import whom. Read by the linter, by `test/repo/layers.test.ts` and by the diagram in `src/README.md`. */

export interface Layer {
  /** Other layers that files of this one may import. */
  readonly layers: readonly string[];
  /** Packages that files of this one may import; `name` allows its subpaths too. */
  readonly packages: readonly string[];
}

export const layers: Readonly<Record<string, Layer>> = {
  core: { layers: [], packages: [] },
  syntax: { layers: ["core"], packages: ["typescript"] },
  protocol: { layers: ["core"], packages: ["typebox"] },
  analysis: { layers: ["core", "syntax"], packages: ["typescript"] },
  language: {
    layers: ["core", "syntax", "protocol", "analysis"],
    packages: [
      "@volar",
      "volar-service-typescript",
      "vscode-languageserver",
      "vscode-uri",
      "typescript",
      "node",
    ],
  },
  town: {
    layers: ["core", "syntax", "protocol"],
    packages: ["fastify", "typebox", "kysely", "pg", "magic-string", "typescript", "node"],
  },
  sandbox: { layers: ["protocol"], packages: [] },
  client: { layers: ["core", "protocol"], packages: ["eventsource-parser"] },
  extension: {
    layers: ["core", "protocol", "client"],
    packages: ["vscode", "vscode-languageclient", "node-diff3", "node"],
  },
  cli: {
    layers: ["core", "syntax", "protocol", "analysis", "language", "town", "client"],
    packages: ["commander", "typescript", "node"],
  },
  build: {
    layers: ["core", "protocol", "analysis"],
    packages: [
      "esbuild",
      "@vscode/vsce",
      "@vscode/test-electron",
      "playwright-core",
      "@sparticuz/chromium",
      "typescript",
      "node",
    ],
  },
};

/** Files that only name types from a package, so that no run-time copy of it is pulled in. */
export const typeOnlyPackages: Readonly<Record<string, readonly string[]>> = {
  syntax: ["typescript"],
  analysis: ["typescript"],
};
