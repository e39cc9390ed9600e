import { describe, expect, it } from 'vitest';
import {
  asTicker,
  asTradingDay,
  isoUtc,
  MINUTE_MS,
  type EpochMs,
  type Ticker,
} from '../../../core/base/epoch-ms.ts';
import { spanMs, type BaseInterval, type Interval } from '../../../core/base/interval.ts';
import { BarColumns } from '../../../core/model/bar-columns.ts';
import { calendarFor } from '../../../core/time-manager/calendars.ts';
import { minutesOf } from '../../../core/time-manager/known-days.ts';
import type { MarketCalendar, TradingSession } from '../../../core/time-manager/market-calendar.ts';
import type { BuiltBars } from '../../helpers/bar-builder.ts';
import { memoryStoreOf } from '../../helpers/memory-store.ts';
import { eventsOf, playRun, sessionConfig, testWall } from '../../helpers/session-harness.ts';

const SYMBOL = asTicker('AAA');

const calendarOf = (group: string): MarketCalendar => {
  const found = calendarFor(group);
  if (!found.ok) throw new Error(found.failure.message);
  return found.value;
};

const sessionOf = (calendar: MarketCalendar, day: string): TradingSession => {
  const session = calendar.tradingSession(asTradingDay(day));
  if (session === undefined) throw new Error(`no session on ${day}`);
  return session;
};

/** Bars with volume 1 that open at these instants: a derived bar's volume counts its base bars. */
function barsAt(opens: readonly number[], interval: BaseInterval = '1m', symbol: Ticker = SYMBOL): BuiltBars {
  const bars = new BarColumns(opens.length);
  opens.forEach((openMs, index) =>
    bars.append(openMs, 100 + index, 101 + index, 99 + index, 100.5 + index, 1),
  );
  return { symbol, interval, bars };
}

interface Shown {
  /** `09:00 60/60`: local open, base bars there of those possible. */
  readonly bars: readonly string[];
  readonly quality: number | undefined;
  readonly gaps: readonly string[];
}

/** A session played to its end: an interval's bars at the close, the last one included. */
async function played(
  group: string,
  day: string,
  built: readonly BuiltBars[],
  interval: Interval,
  streams: readonly string[] = [interval],
): Promise<Shown & { readonly findings: readonly string[]; readonly base: string | undefined }> {
  const calendar = calendarOf(group);
  const config = sessionConfig({ symbols: [SYMBOL], group, day, streams });
  let shown: Shown | undefined;
  let base: string | undefined;
  const clock = (instant: number): string => calendar.wallClockOf(instant as EpochMs).slice(0, 5);
  const { run } = await playRun(memoryStoreOf(calendar, built), config, {
    calendar,
    exportsAt: [sessionOf(calendar, day).close],
    recorder: {
      event() {},
      journal() {},
      export() {
        const view = opened?.view;
        if (view === undefined) return;
        const bars = view.lastBars(SYMBOL, interval, 10_000);
        const coverage = view.coverage(SYMBOL, interval, 10_000);
        base = view.baseInterval(SYMBOL);
        shown = {
          bars: [...bars.openMs].slice(0, bars.length).map((openMs, index) => {
            const there = bars.volume[index] as number;
            const part = coverage[index] ?? 1;
            return `${clock(openMs)} ${there}/${Math.round(there / part)}`;
          }),
          quality: view.quality(SYMBOL, interval),
          gaps: view
            .gaps(SYMBOL, interval)
            .map(({ firstMs, lastMs, count }) => `${clock(firstMs)} to ${clock(lastMs)}: ${count}`),
        };
      },
    },
    onOpen: (begun) => {
      opened = begun;
    },
  });
  const findings = eventsOf({ run }, 'finding').map(({ kind, interval: of }) => `${kind} ${of}`);
  if (shown === undefined) throw new Error('nothing was shown');
  return { ...shown, findings, base };
}
let opened: { readonly view: import('../../../core/session-data/session-view.ts').SessionView } | undefined;

const minutes = (group: string, day: string): readonly number[] =>
  minutesOf(sessionOf(calendarOf(group), day));

describe('derived bars of a session with a lunch break', () => {
  it('begin at each segment’s open and end at its close: Tokyo, 5 November 2024', async () => {
    const shown = await played('XTKS', '2024-11-05', [barsAt(minutes('XTKS', '2024-11-05'))], '1h');
    expect(shown.bars).toEqual([
      '09:00 60/60',
      '10:00 60/60',
      '11:00 30/30',
      '12:30 60/60',
      '13:30 60/60',
      '14:30 60/60',
    ]);
    expect(shown).toMatchObject({ quality: 100, gaps: [], findings: [] });
  });

  it('are shorter by half an hour before that day: Tokyo, 1 November 2024', async () => {
    const shown = await played('XTKS', '2024-11-01', [barsAt(minutes('XTKS', '2024-11-01'))], '1h');
    expect(shown.bars).toEqual([
      '09:00 60/60',
      '10:00 60/60',
      '11:00 30/30',
      '12:30 60/60',
      '13:30 60/60',
      '14:30 30/30',
    ]);
  });

  it('of 4h and 1d cover a segment and the whole session', async () => {
    const day = '2024-11-05';
    const built = [barsAt(minutes('XTKS', day))];
    expect((await played('XTKS', day, built, '4h')).bars).toEqual(['09:00 150/150', '12:30 180/180']);
    expect((await played('XTKS', day, built, '1d', ['1m', '1d'])).bars).toEqual(['09:00 330/330']);
  });

  it('have their coverage on both sides of the break; gaps end and begin at it', async () => {
    const day = '2024-11-05';
    const { open } = sessionOf(calendarOf('XTKS'), day);
    const at = (hour: number, minute: number) => open + ((hour - 9) * 60 + minute) * MINUTE_MS;
    const missing = new Set([at(11, 10), at(11, 28), at(11, 29), at(12, 30), at(12, 31), at(15, 29)]);
    const shown = await played(
      'XTKS',
      day,
      [barsAt(minutes('XTKS', day).filter((openMs) => !missing.has(openMs)))],
      '30m',
      ['1m', '30m'],
    );
    expect(shown.bars).toEqual([
      '09:00 30/30',
      '09:30 30/30',
      '10:00 30/30',
      '10:30 30/30',
      '11:00 27/30',
      '12:30 28/30',
      '13:00 30/30',
      '13:30 30/30',
      '14:00 30/30',
      '14:30 30/30',
      '15:00 29/30',
    ]);
    expect(shown.gaps).toEqual([
      '11:10 to 11:10: 1',
      '11:28 to 11:29: 2',
      '12:30 to 12:31: 2',
      '15:29 to 15:29: 1',
    ]);
    expect(shown.quality).toBeCloseTo((100 * 324) / 330, 10);
  });

  it('take nothing from bars inside the break', async () => {
    const day = '2024-11-05';
    const { open, close } = sessionOf(calendarOf('XTKS'), day);
    const all = Array.from({ length: (close - open) / MINUTE_MS }, (_, index) => open + index * MINUTE_MS);
    const shown = await played('XTKS', day, [barsAt(all)], '1h');
    expect(shown.bars).toEqual([
      '09:00 60/60',
      '10:00 60/60',
      '11:00 30/30',
      '12:30 60/60',
      '13:30 60/60',
      '14:30 60/60',
    ]);
    expect(shown).toMatchObject({ quality: 100, findings: [] });
  });
});

describe('derived bars of a session through the night', () => {
  it('of grains stop for the morning break and at noon on a half day: 28 November 2025', async () => {
    const day = '2025-11-28';
    const shown = await played('CME_GRAINS', day, [barsAt(minutes('CME_GRAINS', day))], '2h');
    expect(shown.bars).toEqual([
      '19:00 120/120',
      '21:00 120/120',
      '23:00 120/120',
      '01:00 120/120',
      '03:00 120/120',
      '05:00 120/120',
      '07:00 45/45',
      '08:30 120/120',
      '10:30 90/90',
    ]);
    expect(shown.quality).toBe(100);
  });

  it('of CME begin at 17:00 the day before and end with the half day after Thanksgiving', async () => {
    const day = '2025-11-28';
    const shown = await played('CME_EQUITY', day, [barsAt(minutes('CME_EQUITY', day))], '4h');
    expect(shown.bars).toEqual([
      '17:00 240/240',
      '21:00 240/240',
      '01:00 240/240',
      '05:00 240/240',
      '09:00 195/195',
    ]);
  });

  it('are whole on both sides of a clock change', async () => {
    // FOREX rolls over at 17:00 in New York: its Monday begins after the change of Sunday 02:00, and has 24 hours.
    const spring = await played('FOREX', '2025-03-10', [barsAt(minutes('FOREX', '2025-03-10'))], '4h');
    expect(spring.bars).toEqual([
      '17:00 240/240',
      '21:00 240/240',
      '01:00 240/240',
      '05:00 240/240',
      '09:00 240/240',
      '13:00 240/240',
    ]);
    const crypto = await played('CRYPTO', '2025-03-30', [barsAt(minutes('CRYPTO', '2025-03-30'))], '4h');
    expect(crypto.bars).toEqual([
      '00:00 240/240',
      '04:00 240/240',
      '08:00 240/240',
      '12:00 240/240',
      '16:00 240/240',
      '20:00 240/240',
    ]);
  });

  it('of 1w hold the sessions whose labels fall in the week', async () => {
    const calendar = calendarOf('CME_EQUITY');
    const opens = ['2025-11-24', '2025-11-25', '2025-11-26', '2025-11-27', '2025-11-28'].flatMap((day) =>
      minutesOf(sessionOf(calendar, day)),
    );
    const shown = await played('CME_EQUITY', '2025-11-28', [barsAt(opens)], '1w', ['1m', '1w']);
    // Monday to Wednesday 23 h, Thursday until noon, Friday until 12:15.
    const week = 3 * 1380 + 1140 + 1155;
    expect(shown.bars).toEqual([`17:00 ${week}/${week}`]);
  });
});

describe('a paced run', () => {
  it('crosses a lunch break in one step: an hour at 60 times real time is not waited for', async () => {
    const day = '2024-11-05';
    const calendar = calendarOf('XTKS');
    const session = sessionOf(calendar, day);
    const config = sessionConfig({ symbols: [SYMBOL], group: 'XTKS', day, streams: ['1m'] });
    const paced = { ...config, backtest_config: { ...config.backtest_config, speed_multiplier: 60 } };
    const wall = testWall();
    const store = memoryStoreOf(calendar, [barsAt(minutes('XTKS', day))]);
    const { outcome } = await playRun(store, paced, { calendar, wall });
    expect(outcome).toEqual({ kind: 'completed' });
    // 330 minutes of trading at a second each; the session's clock runs over 390.
    expect((session.close - session.open) / MINUTE_MS).toBe(390);
    expect(wall.now()).toBeCloseTo(330_000, -2);
  });
});

describe('a stored interval of its own as the base', () => {
  const openings = (group: string, day: string, interval: BaseInterval): readonly number[] =>
    sessionOf(calendarOf(group), day).segments.flatMap(({ open, close }) =>
      Array.from(
        { length: Math.ceil((close - open) / spanMs(interval)) },
        (_, index) => open + index * spanMs(interval),
      ),
    );

  it('is the coarsest that divides every interval wanted', async () => {
    const day = '2025-07-02';
    const built = (['5m', '15m', '30m'] as const).map((interval) =>
      barsAt(openings('US_EQUITY', day, interval), interval),
    );
    const shown = await played('US_EQUITY', day, built, '1h', ['30m', '1h']);
    expect(shown.base).toBe('30m');
    expect(shown.bars).toEqual([
      '09:30 2/2',
      '10:30 2/2',
      '11:30 2/2',
      '12:30 2/2',
      '13:30 2/2',
      '14:30 2/2',
      '15:30 1/1',
    ]);
    expect((await played('US_EQUITY', day, built, '1h', ['15m', '1h'])).base).toBe('15m');
    expect((await played('US_EQUITY', day, built, '10m', ['10m'])).base).toBe('5m');
    expect(
      (await played('US_EQUITY', day, [...built, barsAt(minutes('US_EQUITY', day))], '1h', ['1h'])).base,
    ).toBe('1m');
  });

  it('of hours is cut by the close, and counted so', async () => {
    const day = '2025-07-02';
    const shown = await played('US_EQUITY', day, [barsAt(openings('US_EQUITY', day, '1h'), '1h')], '1h');
    expect(shown.bars.map((bar) => bar.slice(0, 5))).toEqual([
      '09:30',
      '10:30',
      '11:30',
      '12:30',
      '13:30',
      '14:30',
      '15:30',
    ]);
    expect(shown).toMatchObject({ base: '1h', quality: 100, gaps: [], findings: [] });
  });

  it('plays bars of both segments', async () => {
    const day = '2024-11-05';
    const shown = await played('XTKS', day, [barsAt(openings('XTKS', day, '1h'), '1h')], '4h', ['1h', '4h']);
    expect(shown.bars).toEqual(['09:00 3/3', '12:30 3/3']);
    expect(shown.quality).toBe(100);
  });

  it('plays no bar that is off the grid, and says so', async () => {
    const { open } = sessionOf(calendarOf('US_EQUITY'), '2025-07-02');
    const onTheHour = Array.from({ length: 6 }, (_, index) => open + 30 * MINUTE_MS + index * 60 * MINUTE_MS);
    const shown = await played('US_EQUITY', '2025-07-02', [barsAt(onTheHour, '1h')], '1h');
    expect(shown).toMatchObject({ bars: [], quality: 0, findings: ['off_grid 1h'] });
  });

  it('coarser than the requested one is refused with the contents of the store', async () => {
    const calendar = calendarOf('US_EQUITY');
    const config = sessionConfig({ symbols: [SYMBOL], day: '2025-07-02', streams: ['1m', '5m'] });
    const store = memoryStoreOf(calendar, [barsAt(openings('US_EQUITY', '2025-07-02', '5m'), '5m')]);
    const { outcome } = await playRun(store, config, { calendar });
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: {
        code: 'missing_base_interval',
        message: 'AAA needs 1m bars (for 1m); the store has 5m, 2025-07-02 to 2025-07-02',
      },
    });
    expect(isoUtc(sessionOf(calendar, '2025-07-02').open)).toBe('2025-07-02T13:30:00.000Z');
  });
});

describe('prices below zero', () => {
  const below = (symbol: Ticker): BuiltBars => {
    const opens = minutes('CME_ENERGY', '2025-03-04').slice(0, 10);
    const bars = new BarColumns(opens.length);
    opens.forEach((openMs, index) => bars.append(openMs, -1 - index, 0, -2 - index, -1.5 - index, 1));
    return { symbol, interval: '1m', bars };
  };

  it('are played of a future and refused of a share', async () => {
    const future = await played('CME_ENERGY', '2025-03-04', [below(SYMBOL)], '5m', ['1m', '5m']);
    expect(future.bars).toEqual(['17:00 5/5', '17:05 5/5']);
    expect(future.findings).toEqual([]);
    const usMinutes = minutes('US_EQUITY', '2025-03-04').slice(0, 3);
    const bars = new BarColumns(3);
    for (const openMs of usMinutes) bars.append(openMs, -1, 0, -2, -1.5, 1);
    const share = await played('US_EQUITY', '2025-03-04', [{ symbol: SYMBOL, interval: '1m', bars }], '1m');
    expect(share).toMatchObject({ bars: [], findings: ['impossible_ohlc 1m'] });
  });
});
