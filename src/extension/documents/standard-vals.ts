/** The standard vals of a town. They are part of the platform, not of its store: their source ships with the extension. */
import * as vscode from "vscode";
import { standardMembers } from "../../core/standard.ts";
import type { File, Val } from "../../protocol/shapes.ts";
import type { Connection } from "../connections.ts";

const epoch = "1970-01-01T00:00:00.000Z";

/** The user that standard vals belong to. */
export const standardUser = "std";

export interface StandardVals {
  /** Their names, in order. */
  names(): Promise<readonly string[]>;
  /** The source of one; undefined when there is none of that name. */
  read(name: string): Promise<string | undefined>;
}

/** @param extension the folder of the installed extension */
export function shippedStandardVals(extension: vscode.Uri): StandardVals {
  const folder = vscode.Uri.joinPath(extension, "dist", "sandbox", "std");
  const files = vscode.workspace.fs;
  const isStandard = (name: string) => Object.hasOwn(standardMembers, name);
  return {
    async names() {
      const entries = await Promise.resolve(files.readDirectory(folder)).catch(() => []);
      return entries.map(([file]) => file.replace(/\.ts$/, "")).filter(isStandard);
    },
    async read(name) {
      if (!isStandard(name)) return undefined;
      const file = vscode.Uri.joinPath(folder, `${name}.ts`);
      const bytes = await Promise.resolve(files.readFile(file)).catch(() => undefined);
      return bytes && new TextDecoder().decode(bytes);
    },
  };
}

/** Whether a user's vals on a service are the ones that ship with the extension. */
export function isShipped(
  { capabilities }: Pick<Connection, "capabilities">,
  user: string,
): boolean {
  return user === standardUser && !capabilities.ownStandardVals;
}

/** What a service would say about a standard val. */
export function standardVal(name: string): Val {
  return {
    id: `${standardUser}/${name}`,
    name,
    description: null,
    privacy: "public",
    createdAt: epoch,
    imageUrl: null,
    author: { type: "user", id: standardUser, username: standardUser },
    links: { self: "", html: "" },
  };
}

/** The one file of a standard val. */
export const standardFile: File = {
  id: standardUser,
  name: "main.ts",
  path: "main.ts",
  version: 0,
  updatedAt: epoch,
  type: "script",
  links: { self: "", html: "", module: "" },
};
