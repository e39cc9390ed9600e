import { expect, test } from 'vitest';
import { silentLogger } from '../../../../../core/base/logger.ts';
import type { Interval } from '../../../../../core/base/interval.ts';
import { createEngine } from '../../../../../core/index.ts';
import type { ChartHistory } from '../../../../../electron/contract/reading-requests.ts';
import { chartHistory } from '../../../../../electron/host/service/chart-history.ts';
import type { HostedSession } from '../../../../../electron/host/session/hosted-session.ts';
import { at, bars, calendar } from '../../../../helpers/bar-builder.ts';
import { memoryStore } from '../../../../helpers/memory-store.ts';
import { openRun, sessionConfig, testWall, turn } from '../../../../helpers/session-harness.ts';

// Seven days before the session's, with a hole of two weeks after the first.
const DAYS = [
  '2025-06-10',
  '2025-06-24',
  '2025-06-25',
  '2025-06-26',
  '2025-06-27',
  '2025-06-30',
  '2025-07-01',
];
const TODAY = '2025-07-02';
const AFTER = '2025-07-03';
const dayOf = (day: string) => bars('AAPL').from(`${day} 09:30`).minutes(390).build();
const store = memoryStore(...[...DAYS, TODAY, AFTER].map(dayOf));
const config = sessionConfig({ symbols: ['AAPL'] });
const open = at(`${TODAY} 09:30`);

async function session(): Promise<HostedSession> {
  const { run } = openRun(store, config, { startPaused: true });
  void run.run();
  await turn();
  await turn();
  return { run, config } as unknown as HostedSession;
}

async function history(interval: Interval, before_ms: number, studies: readonly string[] = []) {
  const engine = createEngine({ store, calendar, wall: testWall(), logger: silentLogger });
  const wanted = {
    symbol: 'AAPL',
    interval,
    before_ms,
    studies: studies.map((name) => ({ name, parameters: {} })),
  };
  const answer = await chartHistory({ engine, session: await session() }, wanted);
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value;
}

const opens = ({ bars: { open_ms } }: ChartHistory): readonly number[] => [...open_ms];

test('batch after batch goes back to the first bar of the store, without a hole, a double or a bar of today', async () => {
  let before: number = at(`${AFTER} 12:00`);
  let all: number[] = [];
  for (let batches = 0; batches < 9; batches += 1) {
    const batch = await history('1m', before);
    all = [...opens(batch), ...all];
    before = all[0] ?? 0;
    if (!batch.more) break;
  }
  expect(all).toEqual(DAYS.flatMap((day) => [...dayOf(day).bars.openMs.subarray(0, 390)]));
  expect(all.at(-1)).toBeLessThan(open);
});

test('a chart that begins in mid-day continues with the morning of that day', async () => {
  const noon = at('2025-07-01 12:00');
  const batch = opens(await history('5m', noon));
  expect(batch.at(-1)).toBe(at('2025-07-01 11:55'));
  expect(opens(await history('1m', at('2025-07-01 09:30'))).at(-1)).toBe(at('2025-06-30 15:59'));
});

test('days and indicators come along; what is not warm at the first bar of the store stays so', async () => {
  const daily = await history('1d', open);
  expect(opens(daily)).toHaveLength(DAYS.length);
  expect(daily.more).toBe(false);
  const minutes = await history('1m', open, ['sma']);
  const [sma] = minutes.studies;
  expect(sma?.values[0]).toHaveLength(minutes.bars.open_ms.length);
  expect(Number.isNaN(sma?.values[0]?.[0])).toBe(false);
  const early = await history('1m', at('2025-06-24 09:30'), ['sma']);
  expect(early.more).toBe(false);
  expect(Number.isNaN(early.studies[0]?.values[0]?.[0])).toBe(true);
});
