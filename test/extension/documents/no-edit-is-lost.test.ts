import assert from "node:assert/strict";
import { test } from "node:test";
import { commands, type FileSystemProvider } from "vscode";
import { editor } from "../../support/editor.ts";
import type { WorkspaceEdit } from "../../support/fake-vscode/positions.ts";
import { startDesk, type Desk } from "../support/desk.ts";
import { OpenDocument } from "../support/open-document.ts";
import { addVal, overwriteFile, readFile, startTestTown, versionOf } from "../support/test-town.ts";

const address = "val://local/@you/notes/main.ts";

/** A repeatable source of numbers below a limit (Lehmer's, modulus 2^31 - 1). */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 48271) % 2147483647) % below;
}

function provider(): FileSystemProvider {
  return editor.fileSystems.get("val")?.provider as FileSystemProvider;
}

for (const seed of [3, 1009, 65537]) {
  test(`whatever two writers and a broken service do, no edit is lost (seed ${seed})`, async (t) => {
    const roll = dice(seed);
    const town = await startTestTown(t);
    const id = await addVal(town.owner, "notes", { "main.ts": "start\n" });
    let broken = 0;
    let between: (() => Promise<unknown>) | undefined;
    let desk: Desk = startDesk(t, {
      town,
      around: (fetch) => async (url, init) => {
        if (init.method === "PUT") {
          const act = between;
          between = undefined;
          await act?.();
        }
        if (broken === 1) return new Response("oops", { status: 500 });
        if (broken === 2) throw new TypeError("fetch failed");
        return await fetch(url, init);
      },
    });
    let document = await OpenDocument.open(address);
    /** The text that the author's was made from, as they last saw it. */
    let seen = document.getText();
    let theirs = 0;
    let wasRestored = false;
    const others = () => overwriteFile(town.owner, id, "main.ts", `theirs ${theirs++}\n`);
    /** The author reads the file; a draft of auto save shows their own text, which was made from what they saw before. */
    const look = async () => {
      const draft = await desk.app.drafts.get(document.uri.toString());
      if (draft?.kind !== "auto") seen = document.getText();
    };
    const listen = () => {
      editor.applyEdit = (edit) => (document.apply(edit as WorkspaceEdit), true);
    };
    listen();

    for (let step = 0; step < 250; step++) {
      const before = await readFile(town.owner, id, "main.ts");
      const version = await versionOf(town.owner, id, "main.ts");
      switch (roll(14)) {
        case 0:
        case 7:
          await others();
          break;
        case 1:
          broken = roll(3);
          break;
        case 2:
          between = others;
          break;
        case 3: {
          if (broken > 0) break;
          // The window is loaded anew; the editor keeps unsaved text.
          const [text, dirty] = [document.getText(), document.isDirty];
          desk = await desk.reload();
          document = dirty ? OpenDocument.restore(address, text) : await OpenDocument.open(address);
          if (!dirty) await look();
          // What the editor restored it cannot undo.
          wasRestored = dirty;
          listen();
          break;
        }
        case 4:
          if (broken > 0 || document.isDirty) break;
          await document.revert();
          await look();
          break;
        case 5:
        case 8:
          // Something else in the editor reads the file: a search, a comparison, the language server.
          if (broken > 0) break;
          // As if a while had passed since the last look.
          desk.app.vals.forget({ connection: "local" });
          await provider().readFile(document.uri as never);
          break;
        case 6:
          if (!document.isDirty || wasRestored) break;
          document.undo();
          break;
        default: {
          document.edit(`${document.getText().slice(-200)}mine ${step}\n`);
          const text = document.getText();
          const auto = roll(4) === 0;
          const refused = await document.trySave(auto ? 2 : 1);
          const now = await readFile(town.owner, id, "main.ts");
          const draft = await desk.app.drafts.get(document.uri.toString());
          if (refused !== undefined || auto) {
            assert.equal(draft?.text, text, `step ${step}: what did not land is kept`);
            assert.ok(
              now === before || now.startsWith("theirs"),
              `step ${step}: nothing was written`,
            );
          } else {
            assert.equal(now, text, `step ${step}: what was saved is there`);
            assert.equal(await versionOf(town.owner, id, "main.ts"), (version ?? 0) + 1);
            wasRestored = false;
            assert.equal(draft, undefined);
            assert.equal(before, seen, `step ${step}: only what the author had seen was replaced`);
            seen = text;
          }
          if (refused === undefined || broken > 0) break;
          // The author decides, one way or the other.
          if (roll(2) === 0) {
            await document.revert();
            wasRestored = false;
            await look();
          } else {
            await commands.executeCommand("valsmith.conflict.overwrite", document.uri);
            const landed = await readFile(town.owner, id, "main.ts");
            if (landed === text) seen = text;
          }
        }
      }
    }
  });
}
