/** Blobs of the caller's account, as Val Town's `v1/blob` has them. */
import type { RouteModule } from "../parts.ts";
import { notFound } from "../refusal.ts";
import { route } from "../routing.ts";
import { callerOf } from "./caller-of.ts";

export const blobRoutes: RouteModule = ({ stores: { blobs } }) => [
  route("listBlobs", async (call) => {
    const rows = await blobs.list(callerOf(call).userId, call.query.prefix ?? "");
    const body = rows.map(({ key, size, updatedAt }) => ({ key, size, lastModified: updatedAt }));
    return { status: 200, body };
  }),

  route("getBlob", async (call) => {
    const blob = await blobs.read(callerOf(call).userId, call.params.key);
    if (blob === undefined) return notFound("Blob not found");
    const headers = {
      "content-type": "application/octet-stream",
      "last-modified": new Date(blob.updatedAt).toUTCString(),
    };
    return { status: 200, body: blob.bytes, headers };
  }),

  route("storeBlob", async (call) => {
    const bytes: unknown = call.body;
    const { userId } = callerOf(call);
    call.note({ after: { key: call.params.key } });
    await blobs.write(
      userId,
      call.params.key,
      bytes instanceof Uint8Array ? bytes : new Uint8Array(),
    );
    return { status: 201, body: "ok" };
  }),

  route("deleteBlob", async (call) => {
    call.note({ before: { key: call.params.key } });
    await blobs.remove(callerOf(call).userId, call.params.key);
    return { status: 204 };
  }),
];
