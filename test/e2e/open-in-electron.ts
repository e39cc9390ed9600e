import { readFile, rm } from 'node:fs/promises';
import { _electron } from '@playwright/test';
import { hasDisplay, sandboxFlags } from '../../scripts/electron-binary.mjs';
import { findElectron } from './find-electron.ts';
import {
  CannotOpen,
  checkout,
  errorsOf,
  TRACE_CATEGORIES,
  type Folders,
  type TraceEvent,
  type Workstation,
} from './opened.ts';

/** The desktop application, from the checkout, in a real Electron. */
export async function openInElectron({ dataDir, userDir }: Folders): Promise<Workstation> {
  if (!hasDisplay()) throw new CannotOpen('no display for Electron: run under xvfb-run');
  const executablePath = findElectron();
  const { ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env as Record<string, string>;
  const app = await _electron.launch({
    executablePath,
    args: [...sandboxFlags(), checkout],
    env: { ...env, TAPEDECK_DATA: dataDir, TAPEDECK_USER_DIR: userDir },
  });
  const main = app.process();
  const ended = new Promise<number | null>((resolve) => main.once('exit', (code) => resolve(code)));
  const page = await app.firstWindow();
  return {
    page,
    app,
    errors: errorsOf(page),
    async startTrace() {
      await app.evaluate(
        ({ contentTracing }, categories) =>
          contentTracing.startRecording({ included_categories: categories }),
        TRACE_CATEGORIES,
      );
    },
    async stopTrace() {
      const file = await app.evaluate(({ contentTracing }) => contentTracing.stopRecording());
      const trace = JSON.parse(await readFile(file, 'utf8')) as { traceEvents: TraceEvent[] };
      await rm(file);
      return trace.traceEvents;
    },
    async crash() {
      main.kill('SIGKILL');
      await ended;
    },
    async close() {
      if (main.exitCode === null && main.signalCode === null) await app.close();
      return await ended;
    },
  };
}
