// What the one who runs the server does at its terminal.
import { execFileSync } from "node:child_process";

let n = 0;

/** A handle that nobody has. */
export function newHandle(): string {
  n += 1;
  return `member-${process.pid.toString(36)}-${Date.now() % 1_000_000}-${n}`;
}

/** A one-time way in for somebody new. */
export function makeLink(server: string, ...flags: string[]): string {
  return makeLinkAt(server, process.env.GUIDEPOST_TEST_DATA_DIR ?? "", ...flags);
}

/** The same on another server. */
export function makeLinkAt(server: string, dataDir: string, ...flags: string[]): string {
  const handle = newHandle();
  const run = (...args: string[]) =>
    execFileSync(process.env.GUIDEPOST_TEST_PROGRAM ?? "", ["people", ...args], {
      stdio: "pipe",
      env: {
        ...process.env,
        DATABASE_URL: "",
        GUIDEPOST_DATA_DIR: dataDir,
        GUIDEPOST_BASE_URL: server,
      },
    });
  run("add", handle, ...flags);
  return run("sign-in-link", handle).toString().trim();
}
