import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { describe, expect, it } from 'vitest';
import { stateOf, thisProcess } from '../../../../../electron/host/store/lock-holder.ts';

const isLinux = process.platform === 'linux';
if (!isLinux) console.log('skipped, a process that has ended: only Linux shows its state in /proc');

describe('the holder of a lock', () => {
  it('is alive in this process, and gone where another process has its number', () => {
    expect(stateOf(thisProcess())).toBe(isLinux ? 'alive' : 'unknown');
    if (isLinux) expect(stateOf({ ...thisProcess(), started: '1' })).toBe('gone');
    expect(stateOf({ ...thisProcess(), host: `not-${os.hostname()}` })).toBe('unknown');
  });

  it.skipIf(!isLinux)(
    'is gone once its process has ended, even before its parent has looked at it',
    async () => {
      // The shell starts a child, then becomes a program that never waits for it.
      const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 30'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      try {
        const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
        const stat = (): string[] =>
          readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
        await expect.poll(() => stat()[0]).toBe('Z');
        const holder = { pid, host: os.hostname(), since: 0, started: stat()[19] ?? '' };
        expect(stateOf(holder)).toBe('gone');
      } finally {
        parent.kill('SIGKILL');
      }
    },
  );
});
