/** The control channel: lines of text to and from the town. */

export interface Control {
  /** Ends when the town closes the channel or dies. */
  readonly lines: AsyncIterable<string>;
  /** Queues one line; lines arrive in order. */
  write(line: string): void;
}

/**
 * Opens the channel.
 * @param address `unix:<path>`, which only this realm may reach, or `stdio` where there are no Unix sockets. The val can
 * write to standard output too, so lines then start with a key, which the town says in its first line.
 */
export async function openControl(address: string): Promise<Control> {
  if (address === "stdio") {
    const lines = linesOf(Deno.stdin.readable);
    const first = await lines.next();
    return overStreams(lines, Deno.stdout, `${first.value} `);
  }
  const path = address.slice("unix:".length);
  const connection = await Deno.connect({ transport: "unix", path });
  return overStreams(linesOf(connection.readable), connection, "");
}

interface Sink {
  write(bytes: Uint8Array): Promise<number>;
}

function overStreams(lines: AsyncIterable<string>, sink: Sink, prefix: string): Control {
  const encoder = new TextEncoder();
  let written: Promise<void> = Promise.resolve();
  const writeAll = async (bytes: Uint8Array) => {
    for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await sink.write(rest));
  };
  return {
    lines,
    write(line) {
      const bytes = encoder.encode(`${prefix}${line}\n`);
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
