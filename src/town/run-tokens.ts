/** Tokens of runs. They live in memory alone: they die with the run, and a run dies with the town. */
import type { RunIdentity, RunToken } from "./ports.ts";
import { createSecret, hashSecret } from "./secret.ts";

export interface LiveRun extends RunIdentity {
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly last4: string;
}

export interface RunTokens {
  mint(run: RunIdentity, lifeSeconds: number): RunToken;
  /** The run of a token, by the hash of its secret; undefined when it ended or never was. */
  byHash(hash: string): LiveRun | undefined;
  end(runId: string): void;
}

/** A register of the tokens of running runs. */
export function createRunTokens(now: () => Date): RunTokens {
  const live = new Map<string, LiveRun>();
  return {
    mint(run, lifeSeconds) {
      const secret = createSecret("r");
      const createdAt = now();
      const expiresAt = new Date(createdAt.getTime() + lifeSeconds * 1000);
      const hash = hashSecret(secret);
      live.set(hash, { ...run, createdAt, expiresAt, last4: secret.slice(-4) });
      return { token: secret, end: () => void live.delete(hash) };
    },
    byHash(hash) {
      for (const [key, { expiresAt }] of live) if (expiresAt <= now()) live.delete(key);
      return live.get(hash);
    },
    end(runId) {
      for (const [key, run] of live) if (run.runId === runId) live.delete(key);
    },
  };
}
