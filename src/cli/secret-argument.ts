/** Everybody on a machine can read the arguments of a process, so secrets are not taken from there. */
import { redactTokens } from "../core/token.ts";

/** Says why a command line is refused, without repeating the secret; undefined when it holds none. */
export function findSecretArgument(argv: readonly string[]): string | undefined {
  for (const argument of argv) {
    if (redactTokens(argument) !== argument) {
      return "a token must not be an argument; give it in a file, on standard input or in the environment";
    }
    if (/^(?:--?[\w-]+=)?[a-z][a-z0-9+.-]*:\/\/[^/@\s]*:[^/@\s]*@/i.test(argument)) {
      return "an address with a password must not be an argument; give it in the environment";
    }
  }
  return undefined;
}
