/** One VS Code for the tests of a file, and the window that they share. */
import { after, afterEach, before, type TestContext } from "node:test";
import { type Editor, type EditorOptions, startEditor } from "./ui/editor.ts";
import type { EditorWindow } from "./ui/window.ts";

export type { Editor, EditorOptions } from "./ui/editor.ts";
export type { EditorWindow } from "./ui/window.ts";

export interface Desk {
  readonly editor: Editor;
  /** The window that the tests share. */
  readonly window: EditorWindow;
}

/**
 * Starts VS Code before the first test of a file and ends it after the last. What the window shows when a test fails is
 * kept as a screenshot; errors in the page and requests to other machines fail the test.
 */
export function useDesk(options: EditorOptions = {}): Desk {
  let editor: Editor | undefined;
  let window: EditorWindow | undefined;
  before(
    async () => {
      editor = await startEditor(options);
      window = await editor.open();
    },
    { timeout: 120_000 },
  );
  afterEach(async (context) => {
    // Documented since Node 21.7, not yet in its types.
    const { name, passed } = context as TestContext & { readonly passed: boolean };
    if (!passed) await window?.screenshot(`failed ${name.replaceAll(/[^\w ]+/g, " ").trim()}`);
    if (passed) window?.assertCalm();
  });
  after(() => editor?.end(), { timeout: 30_000 });
  return {
    get editor(): Editor {
      return started(editor);
    },
    get window(): EditorWindow {
      return started(window);
    },
  };
}

function started<T>(part: T | undefined): T {
  if (!part) throw new Error("VS Code did not start");
  return part;
}
