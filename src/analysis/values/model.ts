/**
 * What the analyser knows about a value without running anything. Only what permissions care about is modelled: texts
 * that become URLs and headers, functions, and objects of the platform. Everything else is `unknown`.
 */
import type ts from "typescript";

import type { Binding } from "../module/binding.ts";
import type { Module } from "../module/module.ts";
import type { ClassNode, FunctionNode } from "../module/nodes.ts";
import type { Gap, Use } from "../effects/use.ts";

export type Value =
  /** Anything. */
  | Unknown
  /** No value at all, as far as is known: a recursion without an end, an unset variable. */
  | { readonly kind: "nothing" }
  | Text
  | { readonly kind: "constant"; readonly value: number | boolean | null | undefined }
  | Closure
  | ClassValue
  | Instance
  | RecordValue
  | ListValue
  | External
  /** `import * as x`: the exports of a module that was read. */
  | { readonly kind: "namespace"; readonly uri: string }
  /** `@user.name` */
  | ValReference
  | { readonly kind: "union"; readonly members: readonly Value[] };

export interface Unknown {
  readonly kind: "unknown";
  /** Something of the platform was in here before it became too much to follow. */
  readonly lost?: true;
}

/** A text whose holes are not known. */
export interface Text {
  readonly kind: "text";
  readonly parts: readonly (string | Hole)[];
}
export type Hole =
  | { readonly hole: "any" }
  /** An environment variable of the run. */
  | { readonly hole: "env"; readonly key: string }
  /** A secret of an account: `@user.secrets.key`. */
  | { readonly hole: "secret"; readonly user: string; readonly key: string }
  /** The token that the run itself was given. */
  | { readonly hole: "runToken" };

export interface Closure {
  readonly kind: "closure";
  readonly node: FunctionNode;
  /** Where it was made. */
  readonly home: Activation;
  /** `this` inside, for methods. */
  readonly self?: Value;
}
export interface ClassValue {
  readonly kind: "class";
  readonly node: ClassNode;
  readonly home: Activation;
}
export interface Instance {
  readonly kind: "instance";
  readonly of: ClassValue;
  /** The call of the constructor. */
  readonly made: Activation;
}
export interface RecordValue {
  readonly kind: "record";
  readonly entries: ReadonlyMap<string, Value>;
  /** Whether there may be more than the entries. */
  readonly open: boolean;
  /** Objects of the platform whose members were spread into it. */
  readonly spread?: readonly Value[];
}
export interface ListValue {
  readonly kind: "list";
  readonly items: readonly Value[];
  readonly open: boolean;
}

/** Something that is not written in a val: a global, a standard val, a package, or an object made by one of these. */
export interface External {
  readonly kind: "external";
  readonly origin: ExternalOrigin;
  readonly path: readonly string[];
  /** What it was made with. */
  readonly data?: Value;
}
export type ExternalOrigin =
  | "global"
  /** A standard val; the path starts with its name. */
  | "std"
  /** A package of a registry; the path starts with its name, then the export. */
  | "package"
  /** An account in classic code: `@user`, `@user.secrets`. */
  | "account"
  /** A client of Val Town's SDK. */
  | "sdk"
  /** An HTTP client that was made with defaults. */
  | "httpClient"
  /** `new Request(…)` */
  | "request"
  /** A router; the path starts with the method that is called. */
  | "router"
  /** What a router calls its functions with. */
  | "context";

export interface ValReference {
  readonly kind: "val";
  readonly user: string;
  readonly name: string;
}

/** One function under the given arguments: a node of the call graph. */
export interface Activation {
  readonly id: number;
  readonly module: Module;
  readonly node: FunctionNode | ClassNode | ts.SourceFile;
  readonly home: Activation | undefined;
  /** Undefined: nothing is known about the arguments. */
  readonly args: readonly Value[] | undefined;
  readonly self: Value | undefined;
  /** The same function without knowledge of its arguments; itself when that is what it is. */
  readonly general: Activation;
  /** Which parameters matter to permissions, found out while walking: for everything, or only when handed on. */
  readonly needs: Map<number, "fully" | "handedOn">;
  readonly bindings: Map<Binding, Value | "busy">;
  readonly nodes: Map<ts.Node, Value>;
  readonly calls: Map<ts.Node, CallResult>;
  state: "new" | "walking" | "walked";
  readonly uses: Use[];
  readonly edges: Edge[];
  readonly gaps: Gap[];
}

/** A call or import, from the activation that holds it. */
export interface Edge {
  readonly to: Activation;
  readonly node: ts.Node;
  /** Whether the call itself is an assumption, as with a method of an object that was handed on. */
  readonly assumed: boolean;
}

export interface CallResult {
  readonly value: Value;
  readonly uses: readonly Use[];
  readonly edges: readonly Edge[];
  readonly gaps: readonly Gap[];
}
