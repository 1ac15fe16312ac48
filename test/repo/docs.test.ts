import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import manifest from "../../package.json" with { type: "json" };
import { root } from "../../src/build/paths.ts";
import { filesOf, read } from "./sources.ts";

const pages = filesOf(
  "",
  (path) => path.endsWith(".md") && !/(^|\/)(fixtures|samples)\//.test(path),
);

test("every path that a page names in code exists", () => {
  const wrong = pages.flatMap((page) =>
    [...read(page).matchAll(/`((?:src|test|media|syntaxes|l10n|\.vscode)\/[\w./-]*)`/g)]
      .map(([, path = ""]) => path)
      .filter((path) => !existsSync(join(root, path)))
      .map((path) => `${page}: ${path}`),
  );
  assert.deepEqual(wrong, []);
});

test("every relative link of a page leads somewhere", () => {
  const wrong = pages.flatMap((page) =>
    [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link = ""]) => link)
      .filter((link) => !/^([a-z]+:|#)/.test(link))
      .filter((link) => !existsSync(join(root, dirname(page), link.split("#")[0] ?? "")))
      .map((link) => `${page}: ${link}`),
  );
  assert.deepEqual(wrong, []);
});

test("a link within a page leads to a heading of it", () => {
  const wrong = pages.flatMap((page) => {
    const text = read(page);
    const headings = new Set(
      [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) => anchor(title)),
    );
    return [...text.matchAll(/\]\(#([^)\s]+)\)/g)]
      .map(([, link = ""]) => link)
      .filter((link) => !headings.has(link))
      .map((link) => `${page}: #${link}`);
  });
  assert.deepEqual(wrong, []);
});

test("the README says of every dependency why it is there", () => {
  const readme = read("README.md");
  const said = (name: string): boolean =>
    readme.includes(`\`${name}\``) || readme.includes(`\`${name.split("/")[0]}/*\``);
  const unsaid = Object.keys(manifest.devDependencies).filter((name) => !said(name));
  assert.deepEqual(unsaid, []);
});

/** The text of a page without its code. */
function prose(page: string): string {
  return read(page)
    .replaceAll(/^```[\s\S]*?^```/gm, "")
    .replaceAll(/`[^`\n]*`/g, "");
}

/** The name that GitHub gives a heading. */
function anchor(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}
