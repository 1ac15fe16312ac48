/** Every rule, in the order of their names. */
import type { Rule } from "../rule.ts";
import { excessScope } from "./excess-scope.ts";
import { missingScope } from "./missing-scope.ts";
import { privateStateInLibrary } from "./private-state-in-library.ts";
import { unknownScope } from "./unknown-scope.ts";

export const rules: readonly Rule[] = [
  excessScope,
  missingScope,
  privateStateInLibrary,
  unknownScope,
];
