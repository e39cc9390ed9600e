import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fileLogger, prepareLogFile } from '../../../../../electron/host/thread/log-file.ts';
import type { EngineWorkerData } from '../../../../../electron/host/service/worker-data.ts';
import { crashFolder, keepCrashReports } from '../../../../../electron/host/program/crash/crash-folder.ts';
import { forkEngine } from '../../../../../electron/host/supervisor/fork-engine.ts';
import { hostEngine } from '../../../../../electron/host/supervisor/host-engine.ts';

let userDir = '';
beforeAll(() => {
  userDir = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-host-'));
});
afterAll(() => rmSync(userDir, { recursive: true, force: true }));

it('an engine that dies leaves one report with the reason, the stack in its log, and no secret', async () => {
  const entry = path.join(userDir, 'entry.cjs');
  writeFileSync(entry, `setImmediate(() => { throw new Error('no such instant, key=PKVERYSECRET'); });`);
  const logFile = prepareLogFile(userDir);
  const env = { APCA_API_SECRET_KEY: 'andthisisthesecret' };
  const crashes = keepCrashReports({ userDir, logFile, about: { version: '1.2.3' }, env });
  const logger = fileLogger(logFile, 'host');
  logger.info('andthisisthesecret');
  const data = { logFile, userDir, dataDir: userDir, configDirs: [] } as EngineWorkerData;
  const { supervisor } = hostEngine(data, { launch: forkEngine, env, logger, crashes, entryFile: entry });
  const died = await new Promise((resolve) => supervisor.onMessage(resolve));
  expect(died).toMatchObject({ kind: 'engine_died' });
  const reports = readdirSync(crashFolder(userDir));
  expect(reports).toHaveLength(1);
  const report = readFileSync(path.join(crashFolder(userDir), reports[0] ?? ''), 'utf8');
  expect(report).toContain('part: engine');
  expect(report).toContain('no such instant');
  expect(report).toContain('entry.cjs:1');
  expect(report).not.toMatch(/PKVERYSECRET|andthisisthesecret/);
  await supervisor.stop();
});
