/** What the parts of the analyser need of each other. One engine serves one analysis and is then thrown away. */
import type ts from "typescript";

import type { CallNode, TypeScript } from "../module/nodes.ts";
import type {
  Activation,
  CallResult,
  ClassValue,
  Closure,
  Edge,
  Value,
  ValReference,
} from "../values/model.ts";
import type { Budget } from "./budget.ts";
import type { Gap, Use } from "./use.ts";

export interface Engine {
  readonly ts: TypeScript;
  /** The user whose vals are being written. */
  readonly me: string;
  readonly budget: Budget;
  readonly evaluate: (node: ts.Expression, at: Activation) => Value;
  /** @param key undefined when it is computed and not known */
  readonly member: (value: Value, key: string | undefined) => Value;
  readonly call: (node: CallNode, at: Activation) => CallResult;
  /** What a call gives back. */
  readonly returned: (activation: Activation) => Value;
  /** The call of a function or constructor; the same one for the same arguments. */
  readonly activate: (
    target: Closure | ClassValue,
    args: readonly Value[] | undefined,
  ) => Activation;
  /** Makes sure that the uses of an activation are known, as far as a recursion allows. */
  readonly walk: (activation: Activation) => Activation;
  /** The top-level code of a file; undefined when there is no source to be had. */
  readonly init: (uri: string) => Activation | undefined;
  /** An export of a file, `*` for all of them; undefined when there is no source to be had. */
  readonly exported: (uri: string, name: string) => Value | undefined;
  /** What `@user.name` means; undefined when there is no source to be had. */
  readonly valueOfVal: (reference: ValReference) => ValOfReference | undefined;
  readonly isPrivate: (reference: ValReference) => boolean;
}

export interface ValOfReference {
  readonly value: Value;
  readonly init: Activation;
}

/** Where uses, edges and gaps go while a call or an activation is looked at. */
export interface Sink {
  readonly uses: Use[];
  readonly edges: Edge[];
  readonly gaps: Gap[];
}
