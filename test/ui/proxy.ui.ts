import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import { startEditor } from "../support/ui/editor.ts";

/** What the proxy was asked for; it reaches nothing. */
const asked: string[] = [];
const proxy = createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`);
  response.writeHead(502).end();
});
proxy.on("connect", (request, socket) => {
  asked.push(`CONNECT ${request.url}`);
  socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
});
after(() => proxy.close());

test("services elsewhere are reached through the proxy of the settings, the local one is not", async () => {
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const { port } = proxy.address() as AddressInfo;
  const settings = { "http.proxy": `http://127.0.0.1:${port}`, "http.proxySupport": "override" };
  const editor = await startEditor({ settings });
  try {
    const window = await editor.open();
    await (await window.tree("Valsmith", "Vals")).row("hello").waitFor();
    assert.deepEqual(asked, []);
    await window.run("Valsmith: Sign In to a Service…");
    await window.quickInput.pick("Another service…");
    await window.quickInput.answer("town.example.com");
    const field = window.quickInput.box.locator("input[type=password]");
    await field.fill("0123456789abcdef");
    await field.press("Enter");
    await window.notifications.with("The service could not be reached");
    assert.deepEqual(asked, ["CONNECT town.example.com:443"]);
  } finally {
    await editor.end();
  }
});
