import { describe, expect, it } from 'vitest';
import { asTicker, asTradingDay } from '../../../core/base/epoch-ms.ts';
import { silentLogger } from '../../../core/base/logger.ts';
import { createEngine } from '../../../core/index.ts';
import { sessionConfigSchema } from '../../../core/model/session-config.ts';
import { carriersOf, requiredBase } from '../../../core/session-coordinator/loading/requirements.ts';
import { bars, calendar, type BuiltBars } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { playRun, sessionConfig, testWall } from '../../helpers/session-harness.ts';

const DAY = '2025-07-02 09:30';

function validate(
  built: readonly BuiltBars[],
  streams: readonly string[],
  data: Readonly<Record<string, unknown>> = {},
  symbol = 'NVDA',
) {
  const store = memoryStore(...built);
  const engine = createEngine({ store, calendar, wall: testWall(), logger: silentLogger });
  const config = sessionConfig({ symbols: ['AAPL'], streams, data });
  return engine.validate(config, asTicker(symbol), asTradingDay('2025-07-02'));
}

const minutes = bars('NVDA').from(DAY).minutes(390).build();
const seconds = bars('NVDA').from(DAY).seconds(600).build();
const days = bars('NVDA').from('2025-07-01 09:30').days(10).build();

describe('the base interval', () => {
  it.each([
    [['5s', '1m'], '1s'],
    [['1m', '1d'], '1m'],
    [['4h'], '1m'],
    [['1d'], '1d'],
    [['1w'], '1d'],
    [['1d', '1w', '30s'], '1s'],
  ])('of %j is %s', async (streams, base) => {
    const result = await validate([minutes, seconds, days], streams);
    expect(result).toMatchObject({ canProceed: true, baseInterval: base, dataForToday: true });
    expect(result.derivedIntervals).toEqual(streams.filter((each) => each !== base).sort(bySpanOf(streams)));
  });

  it('counts the intervals that indicators need', async () => {
    const indicators = { session: [{ name: 'sma', period: 3, interval: '10s' }] };
    const result = await validate([minutes, seconds], ['1m'], { indicators });
    expect(result).toMatchObject({ baseInterval: '1s', derivedIntervals: ['10s', '1m'] });
  });

  it('falls back to a finer stored interval, and says so', async () => {
    expect(await validate([minutes, seconds], ['1d'])).toMatchObject({
      baseInterval: '1m',
      reasons: ['1m bars stand in for 1d, which is not stored for 2025-07-02'],
    });
    expect(await validate([seconds], ['1d'])).toMatchObject({ baseInterval: '1s', canProceed: true });
    expect(await validate([seconds], ['1m'])).toMatchObject({ baseInterval: '1s', canProceed: true });
  });

  it('never falls back to a coarser one', async () => {
    expect(carriersOf('5s')).toEqual(['1s']);
    expect(carriersOf('1m')).toEqual(['1m', '1s']);
    expect(carriersOf('1w')).toEqual([
      '1d',
      '4h',
      '2h',
      '1h',
      '30m',
      '15m',
      '10m',
      '5m',
      '3m',
      '2m',
      '1m',
      '1s',
    ]);
    expect(carriersOf('15m')).toEqual(['15m', '5m', '3m', '1m', '1s']);
    expect(await validate([days], ['1m'])).toMatchObject({
      canProceed: false,
      code: 'missing_base_interval',
      reasons: ['NVDA needs 1m bars (for 1m); the store has 1d, 2025-07-01 to 2025-07-15'],
    });
  });

  it('is unknown when nothing is streamed', () => {
    const nothing = { history: [], indicators: [], historicalIndicators: [], quotes: false };
    expect(requiredBase({ ...nothing, intervals: [] })).toBeUndefined();
  });

  it('that replaces another carries the same derived bars', async () => {
    const store = memoryStore(bars('NVDA').from(DAY).minutes(390).build());
    const { run } = await playRun(store, sessionConfig({ symbols: ['NVDA'], streams: ['1d'] }));
    const symbol = asTicker('NVDA');
    expect(run.day?.data.streamedIntervals(symbol)).toEqual(['1m']);
    expect(run.day?.data.latestBar(symbol, '1d')).toMatchObject({ coverage: 1 });
  });
});

const bySpanOf = (order: readonly string[]) => {
  const spans = ['5s', '10s', '30s', '1m', '4h', '1d', '1w'];
  return (a: string, b: string): number => (order.length === 0 ? 0 : spans.indexOf(a) - spans.indexOf(b));
};

describe('a validation', () => {
  it('says what the store has when the base is missing', async () => {
    const stored = bars('NVDA').from('2025-07-01 09:30').minutes(390).build();
    const later = bars('NVDA').from('2025-07-18 09:30').minutes(390).build();
    expect((await validate([stored, later], ['5s'])).reasons).toEqual([
      'NVDA needs 1s bars (for 5s); the store has 1m, 2025-07-01 to 2025-07-18',
    ]);
  });

  it('says which day is missing when the base is stored for others', async () => {
    const stored = bars('NVDA').from('2025-07-01 09:30').minutes(390).build();
    expect(await validate([stored], ['1m'])).toMatchObject({
      canProceed: false,
      code: 'missing_data',
      dataForToday: false,
      firstDay: '2025-07-01',
      lastDay: '2025-07-01',
      meetsSessionConfigRequirements: false,
    });
  });

  it('names a symbol that is near to an unknown one', async () => {
    expect(await validate([minutes], ['1m'], {}, 'NVDAA')).toMatchObject({
      code: 'unknown_symbol',
      reasons: ['NVDAA is not in the bar store (1 symbols there); did you mean NVDA?'],
    });
  });

  it('says how much history was asked for and how much exists', async () => {
    const past = bars('NVDA').from('2025-07-01 09:30').minutes(390).build();
    const historical = { data: [{ trailing_days: 5, intervals: ['1m', '5m'] }] };
    const result = await validate([past, minutes], ['1m'], { historical });
    expect(
      result.history.map(({ interval, source, daysWanted, daysThere }) => [
        interval,
        source,
        daysWanted.length,
        daysThere,
      ]),
    ).toEqual([
      ['1m', '1m', 5, ['2025-07-01']],
      ['5m', '1m', 5, ['2025-07-01']],
    ]);
    expect(result.reasons).toEqual([
      'history of 1m: 1 of 5 days are stored',
      'history of 5m: 1 of 5 days are stored',
    ]);
    expect(result.meetsSessionConfigRequirements).toBe(true);
  });

  it('says where quotes of a backtest come from', async () => {
    expect((await validate([minutes], ['1m', 'quotes'])).reasons).toEqual([
      'quotes come from the last close (bid = ask) in a backtest',
    ]);
  });

  it('changes nothing: it asks the store and writes nowhere', async () => {
    const store = memoryStore(minutes);
    const engine = createEngine({ store, calendar, wall: testWall(), logger: silentLogger });
    await engine.validate(sessionConfig({ symbols: ['NVDA'] }), asTicker('NVDA'), asTradingDay('2025-07-02'));
    expect(store.asked).toEqual(['availability NVDA']);
  });
});

describe('streams', () => {
  it('of ticks are refused in words', () => {
    const refused = sessionConfigSchema.safeParse({
      session_name: 'ticks',
      mode: 'backtest',
      backtest_config: { start_date: '2025-07-02', end_date: '2025-07-02' },
      session_data_config: { symbols: ['NVDA'], streams: ['ticks'] },
    });
    expect(refused.error?.issues[0]?.message).toBe('ticks are not supported; bars are, from 1s up');
  });

  it('of quotes come from the last close, bid = ask', async () => {
    const { run } = await playRun(
      memoryStore(minutes),
      sessionConfig({ symbols: ['NVDA'], streams: ['1m', 'quotes'] }),
    );
    const close = run.view.latestBar(asTicker('NVDA'), '1m')?.close;
    expect(run.view.quote(asTicker('NVDA'))).toEqual({ bid: close, ask: close, synthesised: true });
    expect(run.view.quote(asTicker('AAPL'))).toBeUndefined();
  });
});

describe('at start-up', () => {
  const good = bars('AAPL').from(DAY).minutes(30).build();

  it('a bad symbol does not take the good ones down', async () => {
    const played = await playRun(memoryStore(good), sessionConfig({ symbols: ['AAPL', 'NVDA'] }));
    expect(played.outcome).toEqual({ kind: 'completed' });
    expect(played.run.day?.data.loadedSymbols()).toEqual(['AAPL']);
    expect(played.run.day?.data.record(asTicker('NVDA'))).toBeUndefined();
    expect(played.events.filter((line) => line.includes('symbol_failed'))).toHaveLength(1);
  });

  it('with none left it fails with the reason', async () => {
    const played = await playRun(memoryStore(good), sessionConfig({ symbols: ['NVDA'] }));
    expect(played.outcome).toMatchObject({ kind: 'failed', failure: { code: 'unknown_symbol' } });
    expect(played.run.state).toBe('failed');
  });
});
