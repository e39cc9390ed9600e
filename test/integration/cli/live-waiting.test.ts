import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../electron/cli/main.ts';
import { commandLine, type CommandLine } from '../../helpers/command-line.ts';
import { writeConfig } from '../../helpers/config-file.ts';

/** A live session on a feed that gives nothing says so while it waits, and one Ctrl-C ends it. */

let line: CommandLine;
beforeAll(async () => {
  line = commandLine();
  expect((await line.tapedeck('sample')).code).toBe(0);
  writeConfig(line.cwd, 'live.json', ['RIVN'], {
    mode: 'live',
    live_config: { feed: 'sim' },
    backtest_config: undefined,
  });
});
afterAll(() => line[Symbol.dispose]());

const FAULTS: readonly (readonly [string, string, RegExp])[] = [
  ['is refused', 'refuse_connection', /not reached; trying again: .*503/],
  ['never authenticates', 'auth_timeout', /not reached; trying again: 404 auth timeout/],
  ['never subscribes', 'internal_error', /not reached; trying again: .*500 internal error/],
];

describe('a live session whose feed', () => {
  it.each(FAULTS)(
    '%s says so while it waits, and one Ctrl-C ends it',
    { timeout: 60_000 },
    async (_, kind, words) => {
      writeFileSync(
        path.join(line.cwd, 'faults.json'),
        JSON.stringify({ faults: [{ kind, at: '09:00', seconds: 40_000, times: 100_000 }] }),
      );
      const interrupt = new AbortController();
      let said = '';
      let afterInterrupt = 0;
      const code = await runCommandLine(
        [
          'live',
          'live.json',
          '--feed',
          'sim',
          '--date',
          '2025-11-03',
          '--at',
          '10:00',
          '--fault',
          'faults.json',
          '--out',
          `run-${kind}`,
        ],
        {
          stdout: () => {},
          stderr: (text) => {
            said += text;
            if (!words.test(said)) return;
            afterInterrupt += interrupt.signal.aborted ? 1 : 0;
            interrupt.abort();
          },
          isTty: false,
          env: { TAPEDECK_USER_DIR: path.join(line.cwd, 'user'), TAPEDECK_DATA: path.join(line.cwd, 'data') },
          cwd: line.cwd,
          signal: interrupt.signal,
        },
      );
      expect(said).toMatch(words);
      // Not one more line of waiting: the interrupt is heard before the next one is due.
      expect(afterInterrupt).toBeLessThan(3);
      expect(code).toBe(130);
    },
  );
});
