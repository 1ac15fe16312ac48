/**
 * The main realm of a sandbox process. It alone holds the control channel: it relays lines between the town and the
 * val's realm, a worker with fewer permissions, and ends the process when the town is gone, even while the val spins.
 *
 * Arguments: how to reach the town, `unix:<path>` or `stdio`.
 */
import { openControl } from "./control.ts";
import { hideOwnEnvironment } from "./environment.ts";

const control = await openControl(Deno.args[0] ?? "stdio");
hideOwnEnvironment();
const options: WorkerOptions & {
  readonly deno: { readonly permissions: Deno.PermissionOptionsObject };
} = {
  type: "module",
  name: "val",
  deno: {
    permissions: {
      net: "inherit",
      import: "inherit",
      env: true,
      read: false,
      write: false,
      run: false,
      ffi: false,
      sys: false,
    },
  },
};
const realm = new Worker(new URL(import.meta.resolve("./realm.ts")), options);
const { port1, port2 } = new MessageChannel();
realm.postMessage({ port: port2 }, [port2]);
port1.onmessage = ({ data }: MessageEvent<string>) => control.write(data);
realm.onerror = (event) => {
  event.preventDefault();
  const { message } = event;
  control.write(
    JSON.stringify({ kind: "error", code: "val_threw", name: "Error", message, stack: "" }),
  );
};
for await (const line of control.lines) port1.postMessage(line);
Deno.exit(0);
