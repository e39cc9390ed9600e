import { describe, expect, it } from 'vitest';
import {
  compareRuns,
  isDifferent,
  type ComparedRun,
} from '../../../core/session-coordinator/results/compare-runs.ts';
import { summarise } from '../../../core/session-coordinator/results/run-summary.ts';
import { bars } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { add, playRun, sessionConfig } from '../../helpers/session-harness.ts';

const store = memoryStore(
  ...['AAPL', 'NVDA'].map((symbol) => bars(symbol).from('2025-07-02 09:30').minutes(390).build()),
);

const recordedBy = { rules: 1, engineVersion: '0.1.0' };

async function runOf(times: readonly string[], threshold = 60): Promise<ComparedRun> {
  const data = { streaming: { catchup_threshold_seconds: threshold } };
  const config = sessionConfig({ symbols: ['AAPL'], data });
  const planned = times.map((time) => add(`2025-07-02 ${time}`, 'NVDA'));
  const { run, outcome, journal, events } = await playRun(store, config, { planned });
  return { config, journal, events, summary: summarise(run, outcome, 0), recordedBy };
}

describe('two runs', () => {
  it('of the same config and clicks have no difference', async () => {
    const compared = compareRuns(await runOf(['10:00']), await runOf(['10:00']));
    expect(compared.config).toEqual([]);
    expect(compared.commands).toEqual([]);
    expect(compared.sameCommands).toBe(1);
    expect(compared.figures.filter(isDifferent)).toEqual([]);
    expect(compared.firstEvent).toBeNull();
  });

  it('differ in a key of the config, by its path', async () => {
    const { config } = compareRuns(await runOf([]), await runOf([], 120));
    expect(config).toEqual([
      { name: 'session_data_config.streaming.catchup_threshold_seconds', first: '60', second: '120' },
    ]);
  });

  it('differ in a click, in its results, and from a line of the log on', async () => {
    const compared = compareRuns(await runOf(['10:00']), await runOf(['11:00']));
    expect(compared.commands.map(({ side, entry }) => [side, entry.clock.slice(11, 16)])).toEqual([
      ['first', '14:00'],
      ['second', '15:00'],
    ]);
    expect(compared.figures.find(({ name }) => name === 'bars caught up')).toEqual({
      name: 'bars caught up',
      first: '30',
      second: '90',
    });
    expect(compared.figures.find(({ name }) => name === 'symbols')).toMatchObject({
      first: '2',
      second: '2',
    });
    expect(compared.firstEvent?.first).toContain('NVDA');
    expect(compared.firstEvent?.second).not.toEqual(compared.firstEvent?.first);
  });

  it('do not differ because one of them was paused to look at it', async () => {
    const run = await runOf([]);
    const pause = (from: string, to: string, seq: number): string =>
      JSON.stringify({ seq, clock: 'any', type: 'session_state', from, to, reason: 'paused' });
    const [first = '', ...rest] = run.events;
    const later = rest.map((line) => line.replace(/"seq":(\d+)/, (_, seq) => `"seq":${Number(seq) + 2}`));
    const paused = [first, pause('active', 'paused', 2), pause('paused', 'active', 3), ...later];
    expect(compareRuns(run, { ...run, events: paused }).firstEvent).toBeNull();
    const other = [...paused.slice(0, -1), paused.at(-1)?.replace('completed', 'failed') ?? ''];
    expect(compareRuns(run, { ...run, events: other }).firstEvent?.line).toBe(run.events.length);
  });

  it('that did not both end are compared as far as they go', async () => {
    const ended = await runOf([]);
    const { figures } = compareRuns(ended, { ...ended, summary: undefined });
    expect(figures.every(({ second }) => second === null)).toBe(true);
  });
});
