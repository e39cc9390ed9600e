import { expect, it } from 'vitest';
import type { JournalEntry } from '../../../../../core/session-coordinator/session/command.ts';
import { resumeInWindow } from '../../../../../electron/host/runs/run-history.ts';
import type { StoredRun } from '../../../../../electron/host/runs/stored-run.ts';
import { at } from '../../../../helpers/bar-builder.ts';
import { sessionConfig } from '../../../../helpers/session-harness.ts';

const clock = '2025-07-02T14:00:00.000Z';
const add = (symbol: string, more = {}): JournalEntry['command'] => ({
  type: 'add',
  symbol,
  added_by: 'user',
  ...more,
});
const journal: readonly JournalEntry[] = [
  { seq: 1, clock, step: 30, command: add('KO') },
  { seq: 2, clock, step: 31, command: { type: 'speed', multiplier: 60 } },
  { seq: 3, clock, step: 31, command: add('TSLA', { added_by: 'scanner', origin: { strategy: 'giant' } }) },
];
const config = {
  ...sessionConfig({ symbols: ['RIVN'] }),
  strategies: [{ name: 'sma-cross' }, { name: '/home/me/giant.ts', size: 3 }],
  scanners: [{ name: 'giant.ts' }, { name: 'relative-volume' }],
};
const stored: StoredRun = {
  config,
  journal,
  events: [],
  plan: { planned: [], exports_at: [] },
  strategies: {},
  position: { clock_ms: at('2025-07-02 10:20'), step: 50 },
  recordedBy: { rules: 1, engineVersion: '0.1.0' },
  ended: false,
};

it('a run is resumed with everything at its step; what strategies gave keeps its place', () => {
  const { run, history } = resumeInWindow(stored);
  expect(run).toBe(stored);
  expect(history.reachedAt).toBe(at('2025-07-02 10:20'));
  expect(history.commands.map(({ step, reissuedOnReplay }) => [step, reissuedOnReplay])).toEqual([
    [30, undefined],
    [31, true],
  ]);
});

it('without what held it up, it is played by the clock, with what the user gave alone', () => {
  const { run, history } = resumeInWindow(stored, 'giant.ts');
  expect(run.config.strategies).toEqual([{ name: 'sma-cross' }]);
  expect(run.config.scanners).toEqual([{ name: 'relative-volume' }]);
  expect(history.commands).toEqual([{ at: at('2025-07-02 10:00'), command: add('KO') }]);
  expect(history.reachedAt).toBe(at('2025-07-02 10:20'));
});
