/** Every rule, in the order of their names. */
import type { Rule } from "../rule.ts";
import { apiArgumentNotJson } from "./api-argument-not-json.ts";
import { apiNotAwaited } from "./api-not-awaited.ts";
import { dependencyScope } from "./dependency-scope.ts";
import { excessScope } from "./excess-scope.ts";
import { foreignWriteNoop } from "./foreign-write-noop.ts";
import { hardCodedSecret } from "./hard-coded-secret.ts";
import { missingScope } from "./missing-scope.ts";
import { needsApiMode } from "./needs-api-mode.ts";
import { openEndpoint } from "./open-endpoint.ts";
import { privateStateInLibrary } from "./private-state-in-library.ts";
import { suppression } from "./suppression.ts";
import { tokenOnClient } from "./token-on-client.ts";
import { unknownEnvKey } from "./unknown-env-key.ts";
import { unknownScope } from "./unknown-scope.ts";
import { unpinnedVal } from "./unpinned-val.ts";

export const rules: readonly Rule[] = [
  apiArgumentNotJson,
  apiNotAwaited,
  dependencyScope,
  excessScope,
  foreignWriteNoop,
  hardCodedSecret,
  missingScope,
  needsApiMode,
  openEndpoint,
  privateStateInLibrary,
  suppression,
  tokenOnClient,
  unknownEnvKey,
  unknownScope,
  unpinnedVal,
];
