/**
 * The releases of VS Code that tests and `npm start` use where no desktop VS Code is installed. They come from the npm
 * package `code-server`, which carries VS Code's own server and browser build; nothing else of that package is used.
 */
export interface Release {
  /** Version of VS Code inside. */
  readonly vscode: string;
  /** Version of the npm package. */
  readonly codeServer: string;
  /** Subresource integrity of the package's archive, as the registry gives it. */
  readonly integrity: string;
  /** Dependencies that are installed in another version than the package asks for, and why. */
  readonly replaced: Readonly<Record<string, string>>;
}

export const releases = {
  newest: {
    vscode: "1.139.1",
    codeServer: "4.139.1",
    integrity:
      "sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==",
    replaced: {},
  },
  /** The oldest VS Code that `engines.vscode` admits. */
  oldest: {
    vscode: "1.105.1",
    codeServer: "4.105.1",
    integrity:
      "sha512-uYQwGkhOMR1/1vkuvj8oR6A03yBcWvxemR4hZdMnBLyZKreZFx4oGhUSVq9lXedXb4kc0jwtYfoeee1J0Q09bw==",
    // It names a commit on a git host, which needs that host and a compiler.
    replaced: { "@parcel/watcher": "2.5.1" },
  },
} as const satisfies Record<string, Release>;

/** Dependencies of VS Code's server that only its AI agents use: 220 MB that a val service has no need of. */
export const unusedDependencies: readonly string[] = [
  "@devcontainers/cli",
  "@github/copilot-sdk",
  "@microsoft/mxc-sdk",
  "@vscode/copilot-api",
  "@vscode/fs-copyfile",
  "@vscode/sandbox-runtime",
  "@vscode/sqlite3",
  "ssh2",
];

/**
 * Built-in extensions that are left empty: they look up accounts and services, or clutter the window. Their manifests
 * stay, because the browser build asks for every extension it was built with.
 */
export const emptiedExtensions: readonly string[] = [
  "copilot",
  "emmet",
  "git",
  "github",
  "github-authentication",
  "grunt",
  "gulp",
  "jake",
  "mermaid-markdown-features",
  "microsoft-authentication",
  "npm",
  "tunnel-forwarding",
];

/** The release that `VALSMITH_VSCODE` names (`newest` or `oldest`), else the newest. Throws on any other name. */
export function chosenRelease(environment: NodeJS.ProcessEnv = process.env): Release {
  const name = environment["VALSMITH_VSCODE"] ?? "newest";
  const release = (releases as Readonly<Record<string, Release>>)[name];
  if (!release)
    throw new Error(`VALSMITH_VSCODE is "${name}"; it may be: ${Object.keys(releases).join(", ")}`);
  return release;
}
