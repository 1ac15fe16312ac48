/** Ways in which code ends its realm. Left alone they would end only the worker, and the run would wait for its time limit. */

export class Exit extends Error {
  override readonly name = "Exit";
  readonly exitCode: number;

  constructor(call: string, code: number) {
    super(`${call}(${code})`);
    this.exitCode = code;
  }
}

/**
 * Makes `Deno.exit`, `process.exit` and `close` report to `leave`.
 * @param leave called at once; the call itself throws, since it must not return
 */
export function replaceExits(leave: (exit: Exit) => void): void {
  const replacement = (call: string) => (code?: number) => {
    const exit = new Exit(call, Number(code ?? 0));
    leave(exit);
    throw exit;
  };
  define(Deno, "exit", replacement("Deno.exit"));
  define(globalThis, "close", replacement("close"));
  const { process } = globalThis as { process?: object };
  if (process !== undefined) {
    define(process, "exit", replacement("process.exit"));
    define(process, "reallyExit", replacement("process.reallyExit"));
    define(process, "abort", replacement("process.abort"));
  }
}

function define(owner: object, name: string, value: unknown): void {
  Object.defineProperty(owner, name, { value, configurable: true, writable: true });
}
