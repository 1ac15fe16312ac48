/** The control channel: lines of text to and from the town. */

export interface Control {
  /** Ends when the town closes the channel or dies. */
  readonly lines: AsyncIterable<string>;
  /** Queues one line; lines arrive in order. */
  write(line: string): void;
}

/**
 * Opens the channel.
 * @param address `unix:<path>`, which only this realm may reach, or `stdio` where there are no Unix sockets
 */
export async function openControl(address: string): Promise<Control> {
  if (address === "stdio") return overStreams(Deno.stdin.readable, Deno.stdout);
  const path = address.slice("unix:".length);
  const connection = await Deno.connect({ transport: "unix", path });
  return overStreams(connection.readable, connection);
}

interface Sink {
  write(bytes: Uint8Array): Promise<number>;
}

function overStreams(readable: ReadableStream<Uint8Array>, sink: Sink): Control {
  const encoder = new TextEncoder();
  let written: Promise<void> = Promise.resolve();
  const writeAll = async (bytes: Uint8Array) => {
    for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await sink.write(rest));
  };
  return {
    lines: linesOf(readable),
    write(line) {
      const bytes = encoder.encode(`${line}\n`);
      // A broken channel means that the town is gone; reading then ends too, and the process with it.
      written = written.then(() => writeAll(bytes)).catch(() => undefined);
    },
  };
}

async function* linesOf(readable: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let parts: string[] = [];
  for await (const chunk of readable) {
    const [first = "", ...rest] = decoder.decode(chunk, { stream: true }).split("\n");
    parts.push(first);
    for (const next of rest) {
      yield parts.join("");
      parts = [next];
    }
  }
}
