/** What a person at the terminal sees of a longer job: one short line a step. */

export interface Progress {
  /** Says what begins now; `work` runs under that line, which ends with the time when it took a while. */
  step<T>(title: string, work: () => Promise<T>): Promise<T>;
  /** A line of its own. */
  say(line: string): void;
}

/** Writes to standard error, so that standard output stays free for results. */
export function terminalProgress(
  write: (text: string) => void = (text) => void process.stderr.write(text),
): Progress {
  return {
    say: (line) => write(`${line}\n`),
    async step(title, work) {
      write(`${title} … `);
      const start = performance.now();
      try {
        const result = await work();
        write(`done (${seconds(start)})\n`);
        return result;
      } catch (error) {
        write(`failed (${seconds(start)})\n`);
        throw error;
      }
    },
  };
}

/** For tests and callers that have nobody to tell. */
export const silent: Progress = { say: () => {}, step: (_title, work) => work() };

function seconds(start: number): string {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}
