import { describe, expect, it } from 'vitest';
import { asTicker, asTradingDay } from '../../../core/base/epoch-ms.ts';
import { silentLogger } from '../../../core/base/logger.ts';
import { fail, ok } from '../../../core/base/result.ts';
import type { BarStore } from '../../../core/data-manager/bar-store.ts';
import { createEngine } from '../../../core/index.ts';
import { adhocRequirements } from '../../../core/session-coordinator/loading/requirements.ts';
import { validateSymbol } from '../../../core/session-coordinator/loading/validate-symbol.ts';
import { bars, calendar } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { add, eventsOf, plan, playRun, sessionConfig, testWall } from '../../helpers/session-harness.ts';

const NVDA = asTicker('NVDA');
const DAY = asTradingDay('2025-07-02');
const minutes = bars('NVDA').from('2025-07-02 09:30').minutes(390).build();
const DAMAGED = { path: 'bars/interval=1m/symbol=NVDA/2025-06.parquet', reason: 'the footer is cut off' };
const SAID = `${DAMAGED.path} is damaged and set aside: ${DAMAGED.reason}`;

/** A store with one file that was set aside. */
const withDamage = (store: BarStore): BarStore => ({
  ...store,
  async availability(symbol) {
    const found = await store.availability(symbol);
    const there = found.ok ? found.value : undefined;
    return ok({ ...(there ?? { symbol, intervals: [], synthetic: false }), damaged: [DAMAGED] });
  },
});

const failing = (store: BarStore): BarStore => ({
  ...store,
  availability: () => Promise.resolve(fail('not_readable' as never, 'the folder cannot be read')),
});

const validate = (store: BarStore, streams = ['1m'], data: Readonly<Record<string, unknown>> = {}) =>
  createEngine({ store, calendar, wall: testWall(), logger: silentLogger }).validate(
    sessionConfig({ symbols: ['NVDA'], streams, data }),
    NVDA,
    DAY,
  );

/** Everything that a SymbolValidationResult can say against a symbol, or remark on it. */
describe('the reasons of a validation', () => {
  it('none for a symbol that has all', async () => {
    expect(await validate(memoryStore(minutes))).toMatchObject({
      canProceed: true,
      code: undefined,
      reasons: [],
      meetsSessionConfigRequirements: true,
    });
  });

  it('a damaged file is a remark where the rest is enough', async () => {
    expect(await validate(withDamage(memoryStore(minutes)))).toMatchObject({
      canProceed: true,
      reasons: [SAID],
    });
  });

  it('a damaged file is part of the reason where today is missing', async () => {
    const other = bars('NVDA').from('2025-07-01 09:30').minutes(390).build();
    const result = await validate(withDamage(memoryStore(other)));
    expect(result).toMatchObject({ canProceed: false, code: 'missing_data' });
    expect(result.reasons[0]).toBe(
      `NVDA has no 1m bars on 2025-07-02; the store has 1m, 2025-07-01 to 2025-07-01; ${SAID}`,
    );
  });

  it('a symbol with only damaged files cannot be read', async () => {
    expect(await validate(withDamage(memoryStore()))).toMatchObject({
      canProceed: false,
      code: 'damaged_file',
      reasons: [`NVDA cannot be read: ${SAID}`],
    });
  });

  it('a store that fails is the reason', async () => {
    expect(await validate(failing(memoryStore(minutes)))).toMatchObject({
      canProceed: false,
      code: 'not_readable',
      reasons: ['the folder cannot be read'],
      history: [],
    });
  });

  it('several remarks follow one another: stand-in, history, quotes, damage', async () => {
    const seconds = bars('NVDA').from('2025-07-02 09:30').seconds(60).build();
    const historical = { data: [{ trailing_days: 2, intervals: ['1d'] }] };
    const result = await validate(withDamage(memoryStore(seconds)), ['1m', 'quotes'], { historical });
    expect(result.reasons).toEqual([
      '1s bars stand in for 1m, which is not stored for 2025-07-02',
      'history of 1d: 0 of 2 days are stored',
      'quotes come from the last close (bid = ask) in a backtest',
      SAID,
    ]);
  });

  it.each([
    [
      { kind: 'bars', interval: '5s' },
      'NVDA needs 1s bars (for 5s); the store has 1m, 2025-07-02 to 2025-07-02',
    ],
    [
      { kind: 'indicator', spec: { name: 'sma', period: 3, interval: '10s' } },
      'NVDA needs 1s bars (for sma on 10s); the store has 1m, 2025-07-02 to 2025-07-02',
    ],
    [
      { kind: 'history', interval: '1d', trailing_days: 3 },
      'NVDA has none of the history asked for; the store has 1m, 2025-07-02 to 2025-07-02',
    ],
  ] as const)('an adhoc call for %j is refused with what it was for', async (ask, reason) => {
    const sources = { store: memoryStore(minutes), calendar };
    const result = await validateSymbol(sources, NVDA, DAY, adhocRequirements(ask as never), false);
    expect(result).toMatchObject({ canProceed: false, meetsSessionConfigRequirements: false });
    expect(result.reasons[0]).toBe(reason);
  });

  it('an adhoc call that can proceed never meets the session’s requirements', async () => {
    const sources = { store: memoryStore(minutes), calendar };
    const ask = adhocRequirements({ kind: 'bars', interval: '5m' });
    expect(await validateSymbol(sources, NVDA, DAY, ask, false)).toMatchObject({
      canProceed: true,
      meetsSessionConfigRequirements: false,
    });
  });
});

describe('an adhoc call loads only what was asked', () => {
  const past = bars('NVDA').from('2025-07-01 09:30').minutes(390).build();
  const rivn = bars('RIVN').from('2025-07-02 09:30').minutes(390).build();
  const config = sessionConfig({
    symbols: ['RIVN'],
    streams: ['1m', '5m', '1h'],
    data: {
      historical: { data: [{ trailing_days: 1, intervals: ['1m'] }] },
      indicators: { session: [{ name: 'ema', period: 3, interval: '5m' }] },
    },
  });

  it.each([
    [
      'bars',
      { kind: 'bars', interval: '15m' },
      {
        intervals: ['1m', '15m'],
        indicators: [],
        history: [],
        asked: ['getBars NVDA 1m 2025-07-02..2025-07-02'],
      },
    ],
    [
      'one indicator',
      { kind: 'indicator', spec: { name: 'sma', period: 20, interval: '5m' } },
      {
        intervals: ['1m', '5m'],
        indicators: ['sma(20)@5m'],
        history: [],
        asked: ['getBars NVDA 1m 2025-07-02..2025-07-02'],
      },
    ],
    [
      'history',
      { kind: 'history', interval: '1m', trailing_days: 1 },
      { intervals: [], indicators: [], history: ['1m'], asked: ['getBars NVDA 1m 2025-07-01..2025-07-01'] },
    ],
  ] as const)('%s', async (_what, ask, wanted) => {
    const store = memoryStore(rivn, past, minutes);
    const played = await playRun(store, config, {
      planned: [plan('2025-07-02 10:00', { type: 'adhoc', symbol: 'NVDA', ask: ask as never })],
    });
    const { view } = played.run;
    expect({
      intervals: view.loadedIntervals(NVDA),
      indicators: view.indicatorKeys(NVDA),
      history: view.historicalIntervals(NVDA),
      asked: store.asked.filter((each) => each.startsWith('getBars NVDA')),
    }).toEqual(wanted);
    expect(view.metadata(NVDA)).toEqual({
      meets_session_config_requirements: false,
      added_by: 'adhoc',
      auto_provisioned: true,
      added_at: '2025-07-02T14:00:00.000Z',
      upgraded_from_adhoc: false,
    });
  });

  it('and a full add after it loads the rest, in place, by one upgrade', async () => {
    const played = await playRun(memoryStore(rivn, past, minutes), config, {
      planned: [
        plan('2025-07-02 10:00', { type: 'adhoc', symbol: 'NVDA', ask: { kind: 'bars', interval: '15m' } }),
        add('2025-07-02 11:00', 'NVDA'),
        add('2025-07-02 12:00', 'NVDA'),
      ],
    });
    const { view } = played.run;
    expect(view.loadedIntervals(NVDA)).toEqual(['1m', '5m', '15m', '1h']);
    expect([view.indicatorKeys(NVDA), view.historicalIntervals(NVDA)]).toEqual([['ema(3)@5m'], ['1m']]);
    expect(eventsOf(played, 'symbol_upgraded')).toHaveLength(1);
    expect(eventsOf(played, 'symbol_unchanged').map(({ reason }) => reason)).toEqual([
      'NVDA is already there',
    ]);
    expect(view.metadata(NVDA)).toEqual({
      meets_session_config_requirements: true,
      added_by: 'user',
      auto_provisioned: true,
      added_at: '2025-07-02T14:00:00.000Z',
      upgraded_from_adhoc: true,
    });
  });
});

describe('the metadata table of docs/engine-rules.md#symbol-metadata', () => {
  const store = memoryStore(
    ...['RIVN', 'AAPL', 'MSFT', 'NVDA'].map((symbol) =>
      bars(symbol).from('2025-07-02 09:30').minutes(390).build(),
    ),
    bars('TSLA').from('2025-07-02 09:30').minutes(390).build(),
  );
  const clock = '2025-07-02T14:00:00.000Z';
  const by = (symbol: string, added_by: 'user' | 'strategy' | 'scanner') =>
    plan('2025-07-02 10:00', { type: 'add', symbol, added_by });

  it('row by row', async () => {
    const { run } = await playRun(store, sessionConfig({ symbols: ['RIVN'] }), {
      planned: [
        by('AAPL', 'strategy'),
        by('MSFT', 'scanner'),
        by('NVDA', 'user'),
        plan('2025-07-02 10:00', { type: 'adhoc', symbol: 'TSLA', ask: { kind: 'bars', interval: '5m' } }),
      ],
    });
    const row = (symbol: string): readonly unknown[] =>
      Object.values(run.view.metadata(asTicker(symbol)) ?? {});
    expect(Object.keys(run.view.metadata(asTicker('RIVN')) ?? {})).toEqual([
      'meets_session_config_requirements',
      'added_by',
      'auto_provisioned',
      'added_at',
      'upgraded_from_adhoc',
    ]);
    expect(['RIVN', 'AAPL', 'MSFT', 'NVDA', 'TSLA'].map(row)).toEqual([
      [true, 'config', false, null, false],
      [true, 'strategy', false, clock, false],
      [true, 'scanner', false, clock, false],
      [true, 'user', false, clock, false],
      [false, 'adhoc', true, clock, false],
    ]);
  });
});
