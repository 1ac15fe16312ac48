/** Stored values of classic vals: JSON that shadows what the source says, until the source changes. */
import type { IncomingHttpHeaders } from "node:http";
import { parseHandle } from "../../core/handle.ts";
import { holds, readPrecondition, tagOf } from "../files/precondition.ts";
import type { RouteModule } from "../parts.ts";
import { invalidRequest, notFound, refuse } from "../refusal.ts";
import { valRoute, type Absent } from "../routing.ts";
import type { Fields } from "../stores/audit.ts";
import type { ValRecord } from "../stores/vals.ts";
import { findNamed } from "./find.ts";

/** Longest value, in characters of JSON; the same as for what runs assign. */
const maxLength = 250_000;

export const valueRoutes: RouteModule = ({ stores }) => {
  const find = async (call: {
    readonly params: { readonly handle: string };
  }): Promise<ValRecord | Absent | undefined> => {
    const handle = parseHandle(call.params.handle);
    return handle && (await findNamed(stores, handle.user, handle.name));
  };
  /** The version of the source, and the value that was stored since it last changed. */
  const read = async ({ id }: ValRecord) => {
    const version = (await stores.branches.byName(id))?.version ?? 0;
    const last = await stores.values.read(id);
    return { version, last, value: last?.sourceVersion === version ? last : undefined };
  };
  return [
    valRoute("getValue", find, async (_call, val) => {
      const { value } = await read(val);
      if (value === undefined) return notFound("This val has no stored value");
      const headers = { "content-type": "application/json", etag: tagOf(value.revision) };
      return { status: 200, body: Buffer.from(value.json), headers };
    }),

    valRoute("setValue", find, async (call, val) => {
      const { body, headers } = call;
      if (body === undefined || !hasBody(headers))
        return invalidRequest("The body must be a JSON value");
      const json = JSON.stringify(body);
      if (json.length > maxLength) {
        return refuse(413, "too_large", `A val holds JSON of at most ${maxLength} characters`);
      }
      const { "if-match": match, "if-none-match": noneMatch } = headers;
      const precondition = readPrecondition(match, noneMatch);
      if (precondition === undefined) return invalidRequest("The precondition is malformed");
      const { version, last, value } = await read(val);
      const conditional = match !== undefined || noneMatch !== undefined;
      const written = holds(precondition, value?.revision)
        ? await stores.values.write(
            val.id,
            json,
            version,
            conditional ? (last?.revision ?? 0) : undefined,
          )
        : undefined;
      if (written?.stored !== true) {
        return refuse(412, "precondition_failed", "The value was changed meanwhile");
      }
      call.note({ before: revisionOf(last), after: revisionOf(written.value) });
      return { status: 204, headers: { etag: tagOf(written.value.revision) } };
    }),

    valRoute("deleteValue", find, async (_call, val) =>
      (await stores.values.remove(val.id))
        ? { status: 204 }
        : notFound("This val has no stored value"),
    ),
  ];
};

/** The value itself may be anything, so only its revision is written down. */
function revisionOf(value: { readonly revision: number } | undefined): Fields {
  return { revision: value?.revision ?? null };
}

/** Whether a body was sent at all; `null` is a value like any other. */
function hasBody(headers: IncomingHttpHeaders): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}
