/** Environment variables of the process, which belong to the val once its job has come. */

/** What Deno itself reads again when it fetches a package; nothing secret. */
const readLate: readonly string[] = [
  "DENO_TLS_CA_STORE",
  "DENO_CERT",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "NPM_CONFIG_REGISTRY",
];

/** Removes everything that the process was started with, apart from what package downloads need. */
export function hideOwnEnvironment(): void {
  for (const name of Object.keys(Deno.env.toObject()))
    if (!readLate.includes(name)) Deno.env.delete(name);
}

/** Sets the val's variables; `Deno.env` and `process.env` both show them. */
export function setEnvironment(variables: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(variables)) Deno.env.set(name, value);
}
