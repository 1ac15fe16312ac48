/** Every rule, in the order of their names. */
import type { Rule } from "../rule.ts";
import { missingScope } from "./missing-scope.ts";
import { privateStateInLibrary } from "./private-state-in-library.ts";

export const rules: readonly Rule[] = [missingScope, privateStateInLibrary];
