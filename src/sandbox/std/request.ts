/** How the standard vals reach the service. */

type TownRequest = (path: string, init?: RequestInit) => Promise<Response>;

const key = Symbol.for("valsmith.standard");
const request = (globalThis as unknown as Record<symbol, TownRequest | undefined>)[key];

/** The service refused: the val was not granted a scope. */
export class MissingGrantError extends Error {
  override readonly name = "MissingGrantError";
  readonly missingScopes: readonly string[];

  constructor(message: string, missingScopes: readonly string[]) {
    super(message);
    this.missingScopes = missingScopes;
  }
}

/** The service answered with an error. */
export class ValTownError extends Error {
  override readonly name = "ValTownError";
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

interface ErrorBody {
  readonly message?: string;
  readonly error?: { readonly code?: string; readonly missing_scopes?: readonly string[] };
}

/**
 * Sends a request with the rights of the run.
 * @returns the answer when it is a success; with `absent`, also a 404
 */
export async function callTown(
  path: string,
  init: RequestInit = {},
  allow: { readonly absent?: boolean } = {},
): Promise<Response> {
  if (request === undefined) throw new TypeError("The standard vals work only inside a run.");
  const response = await request(path, init);
  if (response.ok || (allow.absent === true && response.status === 404)) return response;
  const { message = `The service answered ${response.status}.`, error } = await bodyOf(response);
  if (error?.code === "val_grant_missing")
    throw new MissingGrantError(message, error.missing_scopes ?? []);
  throw new ValTownError(message, response.status);
}

async function bodyOf(response: Response): Promise<ErrorBody> {
  try {
    return (await response.json()) as ErrorBody;
  } catch {
    return {};
  }
}
