// The browser that the tests drive: one that the machine has, else Playwright's own.
import { accessSync, constants } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import type { LaunchOptions } from "@playwright/test";

const PROGRAMS = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

export function launchOptions(): LaunchOptions {
  const executablePath = process.env.GUIDEPOST_CHROMIUM || PROGRAMS.map(find).find((it) => it !== undefined);
  return {
    ...(executablePath ? { executablePath } : {}),
    args: [
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // Chromium's sandbox does not start for root.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    ],
  };
}

function find(program: string): string | undefined {
  const folders = isAbsolute(program) ? [""] : (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => (folder ? join(folder, program) : program)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
