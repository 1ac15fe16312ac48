/** What the Vals view shows, as data. */
import type * as vscode from "vscode";
import type { ValLocation } from "../../core/uri.ts";
import type { File, Val } from "../../protocol/shapes.ts";
import type { Connection } from "../connections.ts";

/** Lists of vals: the person's own, other people's public ones, and the standard vals. */
export type ListKind = "own" | "others" | "std";

export interface ServiceNode {
  readonly kind: "service";
  readonly connection: Connection;
}
export interface ListNode {
  readonly kind: "list";
  readonly connection: Connection;
  readonly list: Exclude<ListKind, "own">;
}
export interface ValNode {
  readonly kind: "val";
  readonly connection: Connection;
  readonly list: ListKind;
  readonly val: Val;
  /** The val's location, without a file. */
  readonly location: ValLocation;
  /** The same, for commands on the entry. */
  readonly uri: vscode.Uri;
}
export interface FileNode {
  readonly kind: "file" | "directory";
  readonly location: ValLocation;
  readonly uri: vscode.Uri;
  readonly file: File;
}
/** There is more of a list than was asked for yet. */
export interface MoreNode {
  readonly kind: "more";
  readonly connection: Connection;
  readonly list: ListKind;
  readonly shown: number;
}
/** A list could not be had. */
export interface TroubleNode {
  readonly kind: "trouble";
  readonly connection: Connection;
  readonly reason: string;
}
/** The person has no vals yet. */
export interface EmptyNode {
  readonly kind: "empty";
  readonly connection: Connection;
}

export type Node = ServiceNode | ListNode | ValNode | FileNode | MoreNode | TroubleNode | EmptyNode;
