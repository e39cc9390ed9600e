import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { crashFolder, keepCrashReports } from '../../../../../../electron/host/program/crash/crash-folder.ts';
import { crashReport } from '../../../../../../electron/host/program/crash/crash-report.ts';

const crash = {
  part: 'engine',
  reason: 'TypeError: x is not a function\n    at run (/home/me/tapedeck/dist/engine/entry.cjs:1:2)',
  at: '2025-11-26T15:00:00.000Z',
  about: { version: '1.2.3', platform: 'linux x64' },
  log: '',
} as const;
const nothing = { env: {}, home: '/home/me' };

describe('a crash report', () => {
  it('says what broke, where and when, without the name of the user', () => {
    const text = crashReport(crash, nothing);
    expect(text).toContain(
      'part: engine\nat: 2025-11-26T15:00:00.000Z\nversion: 1.2.3\nplatform: linux x64\n',
    );
    expect(text).toContain('at run (~/tapedeck/dist/engine/entry.cjs:1:2)');
    expect(text).not.toContain('/home/me');
  });

  it.each([
    ['a value of the environment', 'sent PKABCDEF12345 to it', 'PKABCDEF12345'],
    ['a parameter of an address', 'GET https://feed/?token=abc123&symbol=AAPL', 'abc123'],
    ['a JSON line of the log', '{"apiKey":"abc123","level":30}', 'abc123'],
    ['a header', 'Authorization: Bearer abc123', 'abc123'],
    ['a header with a dash', 'APCA-API-SECRET-KEY: abc123', 'abc123'],
    ['who asks for a store', 'https://me:abc123@bars.example/', 'abc123'],
    ['a signature', '?X-Amz-Signature=abc123', 'abc123'],
  ])('removes %s', (_what, said, secret) => {
    const removal = { ...nothing, env: { APCA_API_KEY_ID: 'PKABCDEF12345', HOME: '/home/me' } };
    const text = crashReport({ ...crash, reason: said, log: said }, removal);
    expect(text).not.toContain(secret);
    expect(text.match(/\[removed\]/g)).toHaveLength(2);
  });

  it('keeps the beginning of the reason and the end of the log, and no more than 64 KB', () => {
    const text = crashReport(
      { ...crash, reason: `begins ${'x'.repeat(1e6)}`, log: `${'y'.repeat(1e6)} ends` },
      nothing,
    );
    expect(text.length).toBeLessThanOrEqual(64 * 1024);
    expect(text).toContain('begins');
    expect(text.endsWith('ends')).toBe(true);
  });
});

describe('the folder of crash reports', () => {
  let userDir = '';
  beforeEach(() => {
    userDir = mkdtempSync(path.join(os.tmpdir(), 'crashes-'));
  });
  afterEach(() => rmSync(userDir, { recursive: true }));
  const notes = () =>
    keepCrashReports({ userDir, logFile: path.join(userDir, 'log'), about: { version: '1' }, env: {} });

  it('has the end of the log in each, and the last twenty', () => {
    writeFileSync(path.join(userDir, 'log'), `${'old\n'.repeat(50_000)}the last line\n`);
    const reports = notes();
    for (let index = 0; index < 23; index++) reports.note('page', `crash ${index}`);
    const files = readdirSync(crashFolder(userDir)).sort();
    expect(files).toHaveLength(20);
    const texts = files.map((file) => readFileSync(path.join(crashFolder(userDir), file), 'utf8'));
    expect(texts.map((text) => /crash (\d+)/.exec(text)?.[1])).toEqual(
      Array.from({ length: 20 }, (_, index) => String(index + 3)),
    );
    expect(texts.every((text) => text.includes('the last line'))).toBe(true);
  });

  it('never makes a bad thing worse', () => {
    expect(notes().note('main', 'no log to read')).toBeUndefined();
    writeFileSync(path.join(userDir, 'log'), '');
    writeFileSync(crashFolder(userDir), 'a file in its place');
    expect(notes().note('main', 'no folder')).toBeUndefined();
  });
});
