import { assert, asyncProperty, infiniteStream, nat } from 'fast-check';
import { expect, test } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import { ok } from '../../../core/base/result.ts';
import type { BarStore } from '../../../core/data-manager/bar-store.ts';
import { ReadAhead } from '../../../core/session-coordinator/loading/read-ahead.ts';
import { fullRequirements } from '../../../core/session-coordinator/loading/requirements.ts';
import { bars, calendar } from '../../helpers/bar-builder.ts';
import { memoryStore, type MemoryStore } from '../../helpers/memory-store.ts';
import { eagerWall, openRun, playRun, sessionConfig, type PlayedRun } from '../../helpers/session-harness.ts';
import { propertyRuns } from '../../helpers/property-runs.ts';

const SYMBOLS = Array.from({ length: 10 }, (_, index) => `SYM${index}`);
const DAYS = ['2025-06-30', '2025-07-01', '2025-07-02', '2025-07-03'];

const config = sessionConfig({
  symbols: SYMBOLS,
  day: '2025-07-01',
  until: '2025-07-03',
  data: {
    historical: { data: [{ trailing_days: 1, intervals: ['1m'], apply_to: 'all' }] },
    indicators: { session: [{ name: 'sma', period: 3, interval: '5m' }] },
  },
});

const filled = (scale = 1): MemoryStore =>
  memoryStore(
    ...SYMBOLS.flatMap((symbol) =>
      DAYS.map((day) =>
        bars(symbol)
          .from(`${day} 09:30`)
          .shaped((index) => [scale + index, scale + index, scale + index, scale + index, 100])
          .minutes(12)
          .build(),
      ),
    ),
  );

/** The store with a word for what it has: only then is anything of it read ahead. */
const told = (store: BarStore, version: () => string): BarStore => ({
  ...store,
  async availability(symbol) {
    const found = await store.availability(symbol);
    return found.ok && found.value !== undefined ? ok({ ...found.value, version: version() }) : found;
  },
});

const lastClose = ({ run }: PlayedRun): number | undefined =>
  run.day?.data.latestBar(asTicker('SYM3'), '1m')?.close;

test('the next day is read once, while the present one plays', async () => {
  const store = filled();
  const askedBy = new Map<string, readonly string[]>();
  const opened = openRun(
    told(store, () => '1'),
    config,
    {
      // The loop lets others in after every instant.
      wall: eagerWall(() => {
        askedBy.set(opened.run.day?.grid.session.day ?? '', store.asked.slice());
      }),
    },
  );
  await opened.played;
  const second = 'getBars SYM3 1m 2025-07-02..2025-07-02';
  expect(askedBy.get('2025-07-01')).toContain(second);
  expect(askedBy.get('2025-07-01')).not.toContain('getBars SYM3 1m 2025-07-03..2025-07-03');
  // As that day's bars, and as the history of the day after.
  expect(store.asked.filter((each) => each === second)).toHaveLength(2);
  expect(store.asked.filter((each) => each.endsWith('2025-07-03..2025-07-03'))).toHaveLength(SYMBOLS.length);
});

test('the event log is the same whenever reading ends, and without reading ahead', async () => {
  const plain = await playRun(filled(), config);
  expect(plain.outcome).toEqual({ kind: 'completed' });
  await assert(
    asyncProperty(infiniteStream(nat(6)), async (turns) => {
      const store = filled();
      store.before = async () => {
        for (let rest = turns.next().value as number; rest > 0; rest--) {
          await new Promise((resolve) => void setImmediate(resolve));
        }
        return undefined;
      };
      const played = await playRun(
        told(store, () => '1'),
        config,
      );
      expect(played.events).toEqual(plain.events);
      expect(played.run.instants).toEqual(plain.run.instants);
    }),
    { numRuns: propertyRuns(12) },
  );
});

test('bars that changed before the day begins are read again', async () => {
  let current = filled();
  let version = '1';
  const changing: BarStore = {
    ...current,
    availability: (symbol) => current.availability(symbol),
    getBars: (symbol, interval, range) => current.getBars(symbol, interval, range),
  };
  const opened = openRun(
    told(changing, () => version),
    config,
    {
      strategies: [
        {
          name: 'importer',
          onInstant: () => {
            if (opened.run.day?.grid.session.day !== '2025-07-02' || version !== '1') return;
            current = filled(500);
            version = '2';
          },
        },
      ],
    },
  );
  expect(lastClose(await opened.played)).toBe(511);
});

test('what fails ahead is asked again when the day begins', async () => {
  const store = filled();
  let refusals = 1;
  store.before = async (what, symbol) =>
    what === 'getBars' &&
    symbol === 'SYM3' &&
    store.asked.at(-1)?.includes('07-02..2025-07-02') &&
    refusals-- > 0
      ? 'not yet'
      : undefined;
  const played = await playRun(
    told(store, () => '1'),
    config,
  );
  expect(played.events.filter((line) => line.includes('symbol_failed'))).toEqual([]);
});

test('it holds no more than it may, and nothing when it is ended', async () => {
  const store = told(filled(), () => '1');
  const wanted = SYMBOLS.map((name) => {
    const symbol = asTicker(name);
    const scope = { today: true, weekSoFar: false, streamedBase: undefined };
    return { symbol, requirements: fullRequirements(config, symbol), scope };
  });
  const sources = {
    store,
    calendar,
    extendedHours: false,
    skipIncomplete: false,
    measuresQuality: true,
    adjustment: 'raw' as const,
  };
  const day = calendar.previousTradingDays('2025-07-03' as never, 1)[0] as never;
  const read: string[] = [];
  const counting = {
    ...sources,
    store: {
      ...store,
      getBars: (...words: Parameters<BarStore['getBars']>) => (read.push(words[0]), store.getBars(...words)),
    },
  };
  const ahead = new ReadAhead(counting, day, wanted, () => true, { concurrency: 1, maxBars: 40 });
  const first = wanted[0] as (typeof wanted)[number];
  const known = await ahead.take(first, { version: '1' } as never);
  expect(known?.today?.length).toBe(12);
  for (let turns = 0; turns < 50; turns++) await new Promise((resolve) => void setImmediate(resolve));
  expect(new Set(read).size).toBe(2);
  ahead.end();
  expect(await ahead.take(wanted[1] as typeof first, { version: '1' } as never)).toBeUndefined();
});
