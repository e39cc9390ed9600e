import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine } from '../../helpers/command-line.ts';
import { writeConfig } from '../../helpers/config-file.ts';

/** A disk of its own that is soon full; undefined where this user may not mount one. */
function smallDisk(bytes: number): string | undefined {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    rmSync(folder, { recursive: true, force: true });
    return undefined;
  }
}

const disk = smallDisk(48 * 1024);

describe.skipIf(disk === undefined)('a disk that becomes full (skipped where none may be mounted)', () => {
  const line = commandLine();
  beforeAll(async () => {
    expect((await line.tapedeck('sample')).code).toBe(0);
    writeConfig(line.cwd, 'day.json', ['RIVN', 'KO'], {
      backtest_config: { start_date: '2025-11-03', end_date: '2025-11-07' },
    });
  });
  afterAll(() => {
    if (disk === undefined) return;
    execFileSync('umount', [disk]);
    rmSync(disk, { recursive: true, force: true });
    line[Symbol.dispose]();
  });

  it('ends a run with the reason; what was recorded is whole, and the run is picked up elsewhere', async () => {
    const run = path.join(disk ?? '', 'run');
    mkdirSync(run);
    const exports = ['--export-at', '10:00', '--export-at', '12:00', '--export-at', 'close'];
    const said = await line.tapedeck('run', 'day.json', ...exports, '--out', run);
    expect(said.code).toBe(1);
    expect(said.stderr).toContain(
      `The run is no longer recorded: ${run} cannot be written, the disk is full.`,
    );
    expect(said.stderr).not.toMatch(/^\s+at /m);
    expect(readdirSync(run)).not.toContain('summary.json');
    for (const name of readdirSync(path.join(run, 'exports')).filter((file) => file.endsWith('.json')))
      expect(
        () => JSON.parse(readFileSync(path.join(run, 'exports', name), 'utf8')) as unknown,
      ).not.toThrow();

    expect((await line.tapedeck('run', 'day.json', ...exports, '--out', 'whole')).code).toBe(0);
    expect((await line.tapedeck('resume', run, '--out', 'again')).code).toBe(0);
    const events = (folder: string): string =>
      readFileSync(path.join(line.cwd, folder, 'events.jsonl'), 'utf8');
    expect(events('again')).toBe(events('whole'));
  });
});
