/** What the local town sees of the editor's environment: where things are and how to reach the network; no credentials. */

const passedOn: readonly string[] = [
  // Where things are.
  ...["PATH", "HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "SystemRoot", "XDG_RUNTIME_DIR"],
  ...["TMPDIR", "TEMP", "TMP", "XDG_CACHE_HOME", "DENO_DIR"],
  // How text reads.
  ...["LANG", "LC_ALL", "TZ"],
  // How modules of vals are downloaded.
  ...[
    "NPM_CONFIG_REGISTRY",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "no_proxy",
  ],
  ...["DENO_CERT", "DENO_TLS_CA_STORE", "NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE", "SSL_CERT_DIR"],
];

/**
 * The town runs on the program of the extension host, which in desktop editors is not Node unless told so.
 * @param deno the executable that the user chose to run vals
 */
export function townEnvironment(
  environment: NodeJS.ProcessEnv,
  deno: string | undefined,
): NodeJS.ProcessEnv {
  const passed: NodeJS.ProcessEnv = { ELECTRON_RUN_AS_NODE: "1" };
  for (const [name, value] of Object.entries(environment)) {
    // Names of variables have no case on Windows.
    if (passedOn.some((one) => one.toLowerCase() === name.toLowerCase()) || isOwn(name)) {
      passed[name] = value;
    }
  }
  return deno === undefined ? passed : { ...passed, VALSMITH_DENO: deno };
}

/** Our own variables reach the town, so that tests can say which Deno to use. A database's address holds a password. */
function isOwn(name: string): boolean {
  return name.startsWith("VALSMITH_") && name !== "VALSMITH_DATABASE_URL";
}
