/** Names and where their values come from. */
import type ts from "typescript";

import type { ClassNode, FunctionNode } from "./nodes.ts";

export interface Binding {
  readonly name: string;
  /** The function in whose calls it lives; undefined for the module's own. */
  readonly owner: FunctionNode | undefined;
  /** Everything it is ever given; which of it comes when does not matter here. */
  readonly origins: Origin[];
  /** Values given to its members later on: `name.member = value`. */
  readonly members: MemberWrite[];
}

export interface MemberWrite {
  readonly member: string;
  readonly value: ts.Expression;
}

export type Origin =
  | { readonly kind: "value"; readonly node: ts.Expression; readonly path: readonly Step[] }
  /** An element of what `node` iterates over. */
  | { readonly kind: "element"; readonly node: ts.Expression; readonly path: readonly Step[] }
  | {
      readonly kind: "parameter";
      readonly index: number;
      readonly node: ts.ParameterDeclaration;
      readonly path: readonly Step[];
    }
  | { readonly kind: "function"; readonly node: FunctionNode }
  | { readonly kind: "class"; readonly node: ClassNode }
  | { readonly kind: "enum"; readonly node: ts.EnumDeclaration }
  | {
      readonly kind: "import";
      readonly specifier: string;
      /** The export's name in the other module, `default` or `*`. */
      readonly imported: string;
    }
  /** Caught errors, keys of `for … in`, ambient declarations: nothing is known. */
  | { readonly kind: "opaque" };

/** One step into a destructured value, with the default that applies when nothing is there. */
export interface Step {
  /** A property name or array index; undefined when it is computed or a rest. */
  readonly key: string | undefined;
  /** `...rest` keeps everything that is there. */
  readonly rest: boolean;
  readonly fallback: ts.Expression | undefined;
}

export interface Bindings {
  /** The binding that an identifier means; undefined for a global. */
  readonly resolve: (identifier: ts.Identifier) => Binding | undefined;
  /** A binding at the top of the module by its name. */
  readonly top: (name: string) => Binding | undefined;
}
