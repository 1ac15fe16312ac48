/** The abilities of the extension, each a function of its own file. */
import type { Feature } from "./app.ts";
import { changeVal } from "./features/change-val.ts";
import { copyModuleUrl } from "./features/copy-module-url.ts";
import { documents } from "./features/documents.ts";
import { grantCommands } from "./features/grant.ts";
import { history } from "./features/history.ts";
import { intents } from "./features/intent.ts";
import { languageStatus } from "./features/language-status.ts";
import { languageServer } from "./features/language.ts";
import { localService } from "./features/local-service.ts";
import { newVal } from "./features/new-val.ts";
import { openLink } from "./features/open-link.ts";
import { openSample } from "./features/open-sample.ts";
import { openVal } from "./features/open-val.ts";
import { runLens } from "./features/run-lens.ts";
import { runLog } from "./features/run-log.ts";
import { runProblems } from "./features/run-problems.ts";
import { runCommands } from "./features/run.ts";
import { secrets } from "./features/secrets.ts";
import { signInFeature } from "./features/sign-in.ts";
import { valsView } from "./features/vals-view.ts";

export const features: readonly Feature[] = [
  changeVal,
  copyModuleUrl,
  documents,
  grantCommands,
  history,
  intents,
  languageServer,
  languageStatus,
  localService,
  newVal,
  openLink,
  openSample,
  openVal,
  runLens,
  runLog,
  runProblems,
  runCommands,
  secrets,
  signInFeature,
  valsView,
];
