/** What the town adds to a request, what checking a token costs, and whether lists stay quick as vals become many. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { createAuthenticator } from "../../src/town/authenticate.ts";
import { createRunTokens } from "../../src/town/run-tokens.ts";
import { sqliteDialect } from "../../src/town/stores/sqlite.ts";
import { createTown, type Town } from "../../src/town/town.ts";
import { quantile, report } from "./report.ts";

/** Requests that are under way at the same time. */
const connections = 16;
const roundMilliseconds = 1000;
const rounds = 9;

await measureReads();
await measureTokenCheck();
await measurePages();

async function measureReads(): Promise<void> {
  const child = spawn(
    process.execPath,
    ["--no-warnings", join(import.meta.dirname, "town-server.ts")],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const { town, bare, path, secret } = JSON.parse(line) as {
    town: string;
    bare: string;
    path: string;
    secret: string;
  };
  const ask = (port: string): Promise<number> =>
    throughput(
      Number(port),
      `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${secret}\r\n\r\n`,
    );
  for (const port of [bare, town]) await ask(port);
  const ratios: number[] = [];
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const bareRate = await ask(bare);
    const rate = await ask(town);
    rates.push(rate);
    ratios.push(rate / bareRate);
  }
  child.stdin.end();
  await once(child, "close");
  const ratio = quantile(ratios, 0.5);
  const note = `${ratio.toFixed(2)} of its throughput, median of ${rounds} rounds`;
  report({
    name: "bare Fastify route / read of a val with a token",
    value: 1 / ratio,
    unit: "×",
    target: 2,
    limit: 3.33,
    note,
  });
  report({ name: "reads of a val with a token", value: quantile(rates, 0.5), unit: "/s" });
}

/** Answers per second. The client only counts bytes: a client that reads HTTP costs more than the server. */
async function throughput(port: number, request: string): Promise<number> {
  let [answers, over] = [0, false];
  const sockets = Array.from({ length: connections }, () => {
    const socket = connect(port, "127.0.0.1").setNoDelay();
    let [size, got] = [Infinity, 0];
    socket.on("data", (chunk) => {
      if (size === Infinity) size = sizeOfAnswer(chunk);
      got += chunk.length;
      if (got < size) return;
      got -= size;
      answers++;
      if (!over) socket.write(request);
    });
    socket.write(request);
    return socket;
  });
  await Promise.all(sockets.map((socket) => once(socket, "connect")));
  const [started, before] = [performance.now(), answers];
  await new Promise((resolve) => setTimeout(resolve, roundMilliseconds));
  const rate = ((answers - before) / (performance.now() - started)) * 1000;
  over = true;
  await Promise.all(sockets.map((socket) => once(socket.destroy(), "close")));
  return rate;
}

/** All answers of a route have the same length. */
function sizeOfAnswer(chunk: Buffer): number {
  const text = chunk.toString("latin1");
  const end = text.indexOf("\r\n\r\n");
  const length = /^HTTP\/1\.1 200 [^]*\r\ncontent-length: (\d+)\r\n/i.exec(text)?.[1];
  if (end < 0 || length === undefined) throw new Error(`not the expected answer: ${text}`);
  return end + 4 + Number(length);
}

async function measureTokenCheck(): Promise<void> {
  await withTown(async (town) => {
    const now = (): Date => new Date();
    const authenticate = createAuthenticator(town.stores, createRunTokens(now), now);
    const header = `Bearer ${await town.createSession()}`;
    const times: number[] = [];
    for (let number = 0; number < 12_000; number++) {
      const started = performance.now();
      await authenticate(header, { operation: "val.read" });
      times.push((performance.now() - started) * 1000);
    }
    const value = quantile(times.slice(2000), 0.5);
    report({ name: "check of a token", value, unit: "µs", limit: 100, note: "median of 10,000" });
  });
}

async function measurePages(): Promise<void> {
  const time = async (count: number): Promise<readonly number[]> =>
    await withTown(async (town) => {
      const middle = await addVals(town, count);
      const authorization = `Bearer ${await town.createSession()}`;
      const url = `/v2/vals?limit=100&cursor=${encodeURIComponent(middle)}`;
      const times: number[] = [];
      for (let round = 0; round < 220; round++) {
        const started = performance.now();
        const reply = await town.app.inject({
          url,
          headers: { authorization, host: "localhost" },
        });
        times.push(performance.now() - started);
        const { data } = reply.json<{ data: readonly unknown[] }>();
        if (data.length !== 100) throw new Error(`a page of ${data.length}: ${reply.body}`);
      }
      return times.slice(20);
    });
  const [few, many] = [await time(1000), await time(100_000)].map((times) => quantile(times, 0.5));
  if (few === undefined || many === undefined) throw new Error("nothing was measured");
  report({ name: "page of 100 among 100,000 vals", value: many, unit: "ms" });
  report({
    name: "page of 100: among 100,000 / among 1,000 vals",
    value: many / few,
    unit: "×",
    limit: 2,
    note: "half of them public, of 50 people; from the middle, by cursor",
  });
}

/** Adds vals, half of them public; gives the position of the one in the middle. */
async function addVals({ stores }: Town, count: number): Promise<string> {
  const people: string[] = [];
  for (let number = 0; number < 50; number++) {
    const user = await stores.users.add(`person${number}`, "writer");
    if (user !== "taken") people.push(user.id);
  }
  const rows = Array.from({ length: count }, (_, number) => {
    const createdAt = new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString();
    return {
      id: `${String(number).padStart(8, "0")}-0000-4000-8000-000000000000`,
      userId: people[number % people.length] ?? "",
      name: `val${number}`,
      description: null,
      privacy: number % 2 === 0 ? ("public" as const) : ("private" as const),
      grants: "[]",
      hosts: null,
      createdAt,
      updatedAt: createdAt,
      position: createdAt.replace("Z", "000000Z"),
    };
  });
  await stores.base.db.transaction().execute(async (queries) => {
    for (let start = 0; start < rows.length; start += 500)
      await queries
        .insertInto("vals")
        .values(rows.slice(start, start + 500))
        .execute();
  });
  const middle = rows[Math.floor(count / 2)]?.position;
  if (middle === undefined) throw new Error("no vals");
  return middle;
}

async function withTown<T>(action: (town: Town) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "valsmith-bench-"));
  const town = await createTown({ dialect: sqliteDialect(join(folder, "town.sqlite")) });
  try {
    return await action(town);
  } finally {
    await town.close();
    await rm(folder, { recursive: true, force: true });
  }
}
