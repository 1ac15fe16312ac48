/** What every val can name without importing it, as TypeScript declarations. */
import { generatedName } from "../generated-name.ts";

const [json, jsonValue, args, check, notJson, fn, widen] = [
  "Json",
  "JsonValue",
  "Args",
  "Check",
  "NotJson",
  "Fn",
  "Widen",
].map(generatedName);

/**
 * The text of the declaration file. Types that only serve others have names that no author can write.
 *
 * `api` has one signature, as overloads bury the error under "No overload matches". Its arguments go through an alias
 * over a type parameter: only then is the mapped type homomorphic and keeps the names of the parameters. Types that are
 * JSON as they stand are taken whole, or recursive ones would never end.
 */
export const globals = `
type ${fn} = (...args: any) => any;
type ${jsonValue} = string | number | boolean | null | undefined | ${jsonValue}[] | { readonly [key: string]: ${jsonValue} };
interface ${notJson}<Where extends string, What extends string> { readonly "is not JSON": [Where, What] }
type ${json}<T, Where extends string = "argument"> =
  unknown extends T ? T :
  [T] extends [${jsonValue} | void] ? T :
  T extends ${jsonValue} | void ? T :
  T extends ${fn} | (abstract new (...args: any) => any) ? ${notJson}<Where, "a function"> :
  T extends symbol ? ${notJson}<Where, "a symbol"> :
  T extends bigint ? ${notJson}<Where, "a bigint"> :
  T extends Date ? ${notJson}<Where, "a Date"> :
  T extends ReadonlyMap<any, any> | WeakMap<any, any> ? ${notJson}<Where, "a Map"> :
  T extends ReadonlySet<any> | WeakSet<any> ? ${notJson}<Where, "a Set"> :
  T extends RegExp ? ${notJson}<Where, "a regular expression"> :
  T extends PromiseLike<any> ? ${notJson}<Where, "a promise"> :
  T extends ArrayBuffer | ArrayBufferView ? ${notJson}<Where, "binary data"> :
  T extends Response | Request | Blob | FormData | Headers | URLSearchParams | URL | ReadableStream ? ${notJson}<Where, "an object of the web platform"> :
  T extends object ? { [K in keyof T]: ${json}<T[K], Where> } :
  T;
type ${args}<P extends readonly unknown[]> = { [I in keyof P]: ${json}<P[I]> };
type ${check}<R> = [R] extends [${json}<R, "result">] ? unknown : ${notJson}<"result", "a value that is not JSON">;
type ${widen}<T> = T extends number ? number : T extends string ? string : T extends boolean ? boolean : T extends null | undefined ? any : T;

/**
 * Calls a val in its own process, with its author's permissions. Arguments and result travel as JSON.
 * @param val the val, as \`@user.name\`
 * @param args what the val is called with
 * @returns what the val returns
 */
declare function api<F>(
  val: F & ${check}<F extends ${fn} ? Awaited<ReturnType<F>> : F>,
  ...args: F extends ${fn} ? ${args}<Parameters<F>> : []
): Promise<F extends ${fn} ? Awaited<ReturnType<F>> : F>;

/** What an email val is called with. */
interface Email {
  from: string;
  to: string[];
  cc?: string | string[];
  bcc?: string | string[];
  subject?: string;
  text?: string;
  html?: string;
  attachments: File[];
  headers: Record<string, string>;
}

/** What a val that runs on a schedule is called with. */
interface Interval {
  /** When it ran last; undefined the first time. */
  lastRunAt: Date | undefined;
  id: string;
  delay: number;
  clear(): void;
}

interface Console {
  /** Sends an email to you: to whoever runs this code. */
  email(message: string | { subject?: string; text?: string; html?: string; [more: string]: unknown }, subject?: string): Promise<void>;
}

declare var process: { env: Record<string, string | undefined>; [more: string]: any };
declare var Buffer: any;
interface Buffer extends Uint8Array { [more: string]: any }

declare module "npm:*";
declare module "jsr:*";
declare module "node:*";
declare module "https://*";
declare module "http://*";
`;

/** A stand-in for the runtime of a JSX library whose types are not at hand. */
export const anyJsx = `
export namespace JSX {
  type Element = any;
  type ElementType = any;
  interface ElementClass { [name: string]: any }
  interface IntrinsicElements { [name: string]: any }
  interface IntrinsicAttributes { [name: string]: any }
}
export const jsx: any, jsxs: any, jsxDEV: any, Fragment: any;
`;
