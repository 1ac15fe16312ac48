/** Preloaded by unit tests (`node --import ./test/support/vscode.ts`): gives them a `vscode` module without an editor. */
import { registerHooks } from "node:module";

const fake = new URL("./fake-vscode.ts", import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === "vscode" ? { url: fake, shortCircuit: true } : next(specifier, context),
});
