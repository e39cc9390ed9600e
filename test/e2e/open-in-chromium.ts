import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import {
  CannotOpen,
  checkout,
  errorsOf,
  program,
  TRACE_CATEGORIES,
  type Folders,
  type TraceEvent,
  type Workstation,
} from './opened.ts';

const EXECUTABLE = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** A browser without background activity. */
const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const VIEWPORT = { width: 1_440, height: 900 };

/** `tapedeck serve` and a page of Chromium at its address. */
export async function openInChromium(folders: Folders): Promise<Workstation> {
  if (!existsSync(EXECUTABLE)) throw new CannotOpen(`no Chromium at ${EXECUTABLE}`);
  const server = serve(folders);
  const url = await addressOf(server);
  const browser = await chromium.launch({ executablePath: EXECUTABLE, args: FLAGS });
  const page = await browser.newPage({ viewport: VIEWPORT, colorScheme: 'dark', locale: 'en-US' });
  const errors = errorsOf(page);
  await page.goto(url);
  return {
    page,
    app: null,
    errors,
    startTrace: () => browser.startTracing(page, { categories: TRACE_CATEGORIES }),
    async stopTrace() {
      const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
      return trace.traceEvents;
    },
    async crash() {
      await browser.close();
      await end(server, 'SIGKILL');
    },
    async close() {
      await browser.close();
      return await end(server, 'SIGINT');
    },
  };
}

function serve({ dataDir, userDir }: Folders): ChildProcess {
  const args = [program, 'serve', '--port', '0', '--json', '--data', dataDir];
  const env = { ...process.env, TAPEDECK_USER_DIR: userDir };
  return spawn(process.execPath, args, { cwd: checkout, env, stdio: ['ignore', 'pipe', 'inherit'] });
}

function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`tapedeck serve ended with ${code} before it answered`)));
    if (server.stdout === null) return;
    createInterface(server.stdout).once('line', (line) => resolve((JSON.parse(line) as { url: string }).url));
  });
}

function end(server: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve(server.exitCode);
  return new Promise((resolve) => {
    server.once('exit', (code) => resolve(code));
    server.kill(signal);
  });
}
