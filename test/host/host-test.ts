/**
 * Tests inside an extension host. Node's own runner cannot be used there: it ends its run when the process has nothing
 * left to do, which an extension host always has.
 */
export interface HostResult {
  readonly name: string;
  readonly passed: boolean;
  /** Stack of the error, or its message. */
  readonly error?: string;
}

interface HostTest {
  readonly name: string;
  readonly body: () => unknown;
}

const registered: HostTest[] = [];

/** How long one test may take, in milliseconds. */
const patience = 60_000;

/** Adds a test; tests run one after the other, in the order they were added. */
export function test(name: string, body: () => unknown): void {
  registered.push({ name, body });
}

/** Runs all tests and reports each when it is over. */
export async function runAll(report: (result: HostResult) => void): Promise<void> {
  for (const { name, body } of registered) {
    try {
      await within(body);
      report({ name, passed: true });
    } catch (error) {
      report({
        name,
        passed: false,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
  }
}

async function within(body: () => unknown): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`took longer than ${patience} ms`)), patience);
  });
  try {
    await Promise.race([body(), late]);
  } finally {
    clearTimeout(timer);
  }
}
