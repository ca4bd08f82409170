// A real server for the whole run, on a data directory of its own with the sample community in it.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { startProviders } from "./providers.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const PROGRAM =
  process.env.GUIDEPOST_BIN ?? resolve(ROOT, process.env.CARGO_TARGET_DIR ?? "target", "debug", "guidepost");
const READY_WITHIN = 60_000;
const STOPPED_WITHIN = 30_000;

/** A server of its own, with the sample community in it. */
export type Started = { url: string; dataDir: string; token: string; stop: () => Promise<void> };

export default async function start(): Promise<() => Promise<void>> {
  const { url, dataDir, token, stop } = await startServer();
  process.env.GUIDEPOST_TEST_PROGRAM = PROGRAM;
  process.env.GUIDEPOST_TEST_DATA_DIR = dataDir;
  process.env.GUIDEPOST_TEST_URL = url;
  process.env.GUIDEPOST_TEST_TOKEN = token;
  return stop;
}

/** Starts one, with these options beside the usual ones. */
export async function startServer(options: NodeJS.ProcessEnv = {}): Promise<Started> {
  const folder = await mkdtemp(join(tmpdir(), "guidepost-"));
  // PostgreSQL never runs as root: whoever it runs as must be able to get here.
  await chmod(folder, 0o755);
  const port = await freePort();
  const base = `http://localhost:${port}`;
  const providers = await startProviders(base);
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...providers.env,
    ...options,
    GUIDEPOST_DATA_DIR: join(folder, "data"),
    GUIDEPOST_LISTEN: `127.0.0.1:${port}`,
    GUIDEPOST_BASE_URL: base,
    GUIDEPOST_METRICS_LISTEN: "off",
    GUIDEPOST_RATE_LIMITS: "off",
  };
  // The run has a database of its own, whatever this machine has besides.
  delete env.DATABASE_URL;
  const run = async (...args: string[]) => (await promisify(execFile)(PROGRAM, args, { cwd: ROOT, env })).stdout;

  await run("sample");
  const log = join(folder, "log");
  const output = openSync(log, "a");
  const server = spawn(PROGRAM, ["serve"], { cwd: ROOT, env, stdio: ["ignore", output, output] });
  closeSync(output);
  const exited = once(server, "exit");

  const stop = async () => {
    server.kill("SIGTERM");
    const stopped = await Promise.race([exited, sleep(STOPPED_WITHIN, undefined, { ref: false })]);
    if (!stopped) server.kill("SIGKILL");
    await exited;
    providers.stop();
    await rm(folder, { recursive: true, force: true });
    if (!stopped) throw new Error(`the server did not stop within ${STOPPED_WITHIN} ms of SIGTERM`);
  };
  try {
    await ready(base, () => server.exitCode !== null);
    await run("people", "add", "tester", "--name", "Tester");
    const token = (await run("tokens", "create", "tester", "--scope", "stories:write")).trim().split("\n").at(-1);
    if (!token?.startsWith("gp_")) throw new Error("`guidepost tokens create` printed no token");
    return { url: base, dataDir: join(folder, "data"), token, stop };
  } catch (error) {
    console.error(await readFile(log, "utf8"));
    await stop();
    throw error;
  }
}

async function ready(base: string, hasExited: () => boolean): Promise<void> {
  const until = Date.now() + READY_WITHIN;
  while (Date.now() < until) {
    if (hasExited()) throw new Error("the server stopped before it was ready");
    const answer = await fetch(`${base}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error(`the server was not ready within ${READY_WITHIN} ms`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
