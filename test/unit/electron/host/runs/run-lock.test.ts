import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os, { hostname } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { stateOf, thisProcess } from '../../../../../electron/host/store/lock-holder.ts';
import { createRunFolder } from '../../../../../electron/host/runs/run-folder.ts';
import { lockRun, writerOf } from '../../../../../electron/host/runs/run-lock.ts';
import { calendar } from '../../../../helpers/bar-builder.ts';
import { sessionConfig } from '../../../../helpers/session-harness.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-lock-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

const lockFile = (): string => path.join(folder, 'run.lock');
const leave = (holder: object): void => writeFileSync(lockFile(), JSON.stringify(holder));
const create = () =>
  createRunFolder(folder, sessionConfig({ symbols: ['AAPL'] }), calendar, { planned: [], exports_at: [] });

function created() {
  const run = create();
  if (!run.ok) throw new Error(run.failure.message);
  return run.value;
}

describe('the lock of a run folder', () => {
  it('is held while the run is written, and refuses a second writer with who and since when', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2025-07-02T14:03:22.500Z') });
    const first = created();
    const journal = readFileSync(path.join(folder, 'journal.jsonl'));
    const second = create();
    expect(second).toMatchObject({ ok: false, failure: { code: 'not_allowed' } });
    expect(second.ok ? '' : second.failure.message).toBe(
      `${folder} is being written by process ${process.pid} on ${hostname()}, since 2025-07-02 14:03:22 UTC.`,
    );
    expect(readFileSync(path.join(folder, 'journal.jsonl'))).toEqual(journal);
    first[Symbol.dispose]();
    expect(readdirSync(folder).filter((name) => name.startsWith('run.lock'))).toEqual([]);
    expect(writerOf(folder)).toBeUndefined();
  });

  it('of a living process stays, however the clock is set', () => {
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 30_000)'], { stdio: 'ignore' });
    try {
      leave({ pid: child.pid, host: hostname(), since: Date.now(), thread: 0 });
      for (const hours of [0, 25, -25]) {
        vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + hours * 3_600_000 });
        expect(lockRun(folder)).toMatchObject({ ok: false, failure: { code: 'not_allowed' } });
        vi.useRealTimers();
      }
    } finally {
      child.kill();
    }
  });

  it('of a process that is gone is taken over; so is one that a loss of power cut', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    for (const text of [JSON.stringify({ pid, host: hostname(), since: 1 }), '{"pid":', '']) {
      writeFileSync(lockFile(), text);
      expect(writerOf(folder)).toBeUndefined();
      const taken = lockRun(folder);
      expect(taken.ok).toBe(true);
      if (taken.ok) taken.value[Symbol.dispose]();
      expect(existsSync(lockFile())).toBe(false);
    }
  });

  it('of another engine of this process is taken over: a host starts one when the one before has died', () => {
    leave({ ...thisProcess(), thread: 4_711 });
    const taken = lockRun(folder);
    expect(taken.ok).toBe(true);
  });

  it('of another machine is kept: this machine cannot see whether it runs', () => {
    leave({ pid: 1, host: 'elsewhere', since: 0 });
    expect(lockRun(folder)).toMatchObject({ ok: false, failure: { code: 'not_allowed' } });
  });

  it('that was copied with the folder does not block a writer', () => {
    using held = created();
    const copy = `${folder}-copy`;
    cpSync(folder, copy, { recursive: true });
    expect(writerOf(held.path)).toBeDefined();
    expect(writerOf(copy)).toBeUndefined();
    rmSync(copy, { recursive: true });
  });

  it('that was taken over is not removed by its former holder', () => {
    const taken = lockRun(folder);
    leave({ pid: 1, host: 'elsewhere', since: 0 });
    if (taken.ok) taken.value[Symbol.dispose]();
    expect(existsSync(lockFile())).toBe(true);
  });
});

it.skipIf(!existsSync('/proc/self/stat'))('a number that another process has now names no holder', () => {
  expect(stateOf(thisProcess())).toBe('alive');
  expect(stateOf({ ...thisProcess(), started: '1' })).toBe('gone');
});
