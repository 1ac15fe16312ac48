/** Blobs of single vals, as Val Town's `v2/blob` has them: a run reaches those of its val. */
import type { RouteModule } from "../parts.ts";
import { isRefusal, notFound } from "../refusal.ts";
import { route } from "../routing.ts";
import { callerOf } from "./caller-of.ts";
import { findOwnVal } from "./own-val.ts";

export const valBlobRoutes: RouteModule = ({ stores }) => [
  route("listValBlobs", async (call) => {
    const val = await findOwnVal(stores, callerOf(call), call.query.val_id);
    if (isRefusal(val)) return val;
    const rows = await stores.valBlobs.list(val.valId, call.query.prefix ?? "");
    const body = rows.map(({ key, size, updatedAt }) => ({ key, size, lastModified: updatedAt }));
    return { status: 200, body };
  }),

  route("getValBlob", async (call) => {
    const val = await findOwnVal(stores, callerOf(call), call.query.val_id);
    if (isRefusal(val)) return val;
    const blob = await stores.valBlobs.read(val.valId, call.params.key);
    if (blob === undefined) return notFound("Blob not found");
    const headers = {
      "content-type": "application/octet-stream",
      "last-modified": new Date(blob.updatedAt).toUTCString(),
    };
    return { status: 200, body: blob.bytes, headers };
  }),

  route("storeValBlob", async (call) => {
    const val = await findOwnVal(stores, callerOf(call), call.query.val_id);
    if (isRefusal(val)) return val;
    const bytes: unknown = call.body;
    await stores.valBlobs.write(
      val.valId,
      call.params.key,
      bytes instanceof Uint8Array ? bytes : new Uint8Array(),
    );
    return { status: 201, body: "ok" };
  }),

  route("deleteValBlob", async (call) => {
    const val = await findOwnVal(stores, callerOf(call), call.query.val_id);
    if (isRefusal(val)) return val;
    await stores.valBlobs.remove(val.valId, call.params.key);
    return { status: 204 };
  }),
];
