import { describe, expect, it } from 'vitest';
import { BUILT_IN } from '../../../core/analysis-engine/built-in/catalog.ts';
import type { Strategy } from '../../../core/analysis-engine/strategy.ts';
import { defineScanner } from '../../../core/analysis-engine/strategy-api.ts';
import { scannerKind } from '../../../core/analysis-engine/strategy-kind.ts';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import { plannedFromJournal } from '../../../core/session-coordinator/session/journal.ts';
import { at, bars, type BuiltBars } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { add, eventsOf, playRun, sessionConfig } from '../../helpers/session-harness.ts';

const open = '2025-07-02 09:30';

function builtIn(name: string, given: Record<string, unknown> = {}): Strategy {
  const kind = BUILT_IN.find((each) => each.name === name);
  const strategy = kind?.create(given, name);
  if (strategy?.ok !== true) throw new Error(JSON.stringify(strategy?.failure ?? name));
  return strategy.value;
}

/** Ten days of history at a close of 50 and 39,000 shares, then a day of minutes as `shape` has it. */
function symbol(
  name: string,
  shape: (minute: number) => readonly [close: number, volume: number],
  minutes = 60,
): BuiltBars[] {
  return [
    bars(name)
      .from('2025-06-17 09:30')
      .days(11)
      .shaped(() => [50, 51, 49, 50, 39_000])
      .build(),
    bars(name)
      .from(open)
      .minutes(minutes)
      .shaped((minute) => {
        const [close, volume] = shape(minute);
        const before = minute === 0 ? close : shape(minute - 1)[0];
        return [before, Math.max(before, close), Math.min(before, close), close, volume];
      })
      .build(),
  ];
}

const quiet = (name: string) => symbol(name, () => [50, 100]);
const config = sessionConfig({ symbols: ['BASE'], streams: ['1m', '5m'] });

const metadataOf = (played: Awaited<ReturnType<typeof playRun>>, time: string, name: string) =>
  played.exports.get(at(time))?.symbols[name]?.metadata;

describe('gap-up', () => {
  const store = memoryStore(
    ...quiet('BASE'),
    ...quiet('CALM'),
    ...symbol('GAPS', () => [53, 2_000]),
    ...symbol('THIN', () => [53, 1]),
    ...symbol('FILLS', (minute) => [minute < 20 ? 53 : 49, 2_000]),
  );

  it('brings in what gapped up and trades, in place, and takes it out when the gap is filled', async () => {
    const played = await playRun(store, config, {
      strategies: [
        builtIn('gap-up', { at: ['09:40', '09:55'], universe: ['CALM', 'GAPS', 'THIN', 'FILLS'] }),
      ],
      exportsAt: [at('2025-07-02 09:45'), at('2025-07-02 10:00')],
    });
    expect(
      eventsOf(played, 'symbol_upgraded').map((each) => [each.symbol, each.clock.slice(11, 16)]),
    ).toEqual([
      ['GAPS', '13:40'],
      ['FILLS', '13:40'],
    ]);
    expect(metadataOf(played, '2025-07-02 09:45', 'GAPS')).toEqual({
      meets_session_config_requirements: true,
      added_by: 'scanner',
      auto_provisioned: true,
      added_at: '2025-07-02T13:30:00.000Z',
      upgraded_from_adhoc: true,
    });
    expect(metadataOf(played, '2025-07-02 09:45', 'CALM')).toMatchObject({
      meets_session_config_requirements: false,
      added_by: 'adhoc',
      auto_provisioned: true,
    });
    expect(eventsOf(played, 'symbol_removed')).toMatchObject([
      { symbol: 'FILLS', clock: '2025-07-02T13:55:00.000Z' },
    ]);
    expect(metadataOf(played, '2025-07-02 10:00', 'FILLS')).toMatchObject({ added_by: 'adhoc' });
  });

  it('leaves alone what is locked, until it is not', async () => {
    let holding = true;
    const played = await playRun(store, config, {
      strategies: [
        builtIn('gap-up', { at: ['09:40', '09:55', '10:05'], universe: ['FILLS'] }),
        {
          name: 'holder',
          onInstant({ clock }) {
            holding = clock < at('2025-07-02 10:00');
          },
        },
      ],
      lockedBy: (each) => (holding && each === asTicker('FILLS') ? 'a position is open' : undefined),
    });
    expect(eventsOf(played, 'command_refused')).toEqual([]);
    expect(eventsOf(played, 'symbol_removed')).toMatchObject([
      { symbol: 'FILLS', clock: '2025-07-02T14:05:00.000Z' },
    ]);
  });
});

describe('relative-volume', () => {
  it('keeps the busiest in the session, and swaps them during the day', async () => {
    const store = memoryStore(
      ...quiet('BASE'),
      ...symbol('EARLY', (minute) => [50, minute < 10 ? 3_000 : 1]),
      ...symbol('LATER', (minute) => [50, minute < 20 ? 1 : 3_000]),
      ...quiet('CALM'),
    );
    const played = await playRun(store, config, {
      strategies: [
        builtIn('relative-volume', { top: 1, keep: 1, every: 10, universe: ['EARLY', 'LATER', 'CALM'] }),
      ],
    });
    const moves = played.run.log.events.flatMap((event) =>
      event.type === 'symbol_upgraded' || event.type === 'symbol_removed'
        ? [`${event.clock.slice(11, 16)} ${event.symbol} ${event.type}`]
        : [],
    );
    expect(moves).toEqual([
      '13:40 EARLY symbol_upgraded',
      '14:10 EARLY symbol_removed',
      '14:10 LATER symbol_upgraded',
    ]);
  });
});

describe('opening-range-scanner', () => {
  it('brings in what closes above its range, until it closes under it', async () => {
    const store = memoryStore(
      ...quiet('BASE'),
      ...symbol('BREAKS', (minute) => [minute < 15 ? 50 + (minute % 2) : minute < 40 ? 55 : 45, 100]),
      ...quiet('CALM'),
    );
    const played = await playRun(store, config, {
      strategies: [builtIn('opening-range-scanner', { minutes: 15, every: 5, universe: ['BREAKS', 'CALM'] })],
    });
    expect(eventsOf(played, 'symbol_upgraded')).toMatchObject([
      { symbol: 'BREAKS', clock: '2025-07-02T13:50:00.000Z' },
    ]);
    expect(eventsOf(played, 'symbol_removed')).toMatchObject([
      { symbol: 'BREAKS', clock: '2025-07-02T14:15:00.000Z' },
    ]);
  });
});

describe('a scanner', () => {
  it('scans at its times and after its number of instants, once each, also around catch-ups', async () => {
    const seen: string[] = [];
    const kind = scannerKind(
      defineScanner({
        name: 'watch',
        schedule: () => ({ at: ['9:35', '10:00:00'], every: 20 }),
        setup: (ctx) => void seen.push(`setup ${ctx.clock.time()} ${ctx.universe().join(' ')}`),
        scan: (ctx) => void seen.push(ctx.clock.time()),
      }),
    );
    const scanner = kind.create({}, 'watch');
    if (!scanner.ok) throw new Error('it has no parameters');
    await playRun(memoryStore(...quiet('BASE'), ...quiet('AAPL')), config, {
      strategies: [scanner.value],
      planned: [add('2025-07-02 09:40', 'AAPL')],
    });
    expect(seen).toEqual([
      'setup 09:30:00 AAPL BASE',
      '09:35:00',
      '09:50:00',
      '10:00:00',
      '10:10:00',
      '10:30:00',
    ]);
  });

  it('with a time that is none is refused', () => {
    expect(BUILT_IN.find(({ name }) => name === 'gap-up')?.create({ at: ['soon'] }, 'gap-up')).toMatchObject({
      failure: { code: 'bad_config', message: expect.stringContaining('"soon" is not a time') as string },
    });
  });
});

describe('a day of scanners', () => {
  const names = Array.from({ length: 60 }, (_, index) => `S${String(index).padStart(3, '0')}`);
  const store = memoryStore(
    ...quiet('BASE'),
    ...names.flatMap((name, index) =>
      symbol(
        name,
        (minute) => [
          50 + Math.sin((minute + 7 * index) / 9) * (index % 5),
          10 + ((minute * (index + 3)) % 997),
        ],
        120,
      ),
    ),
  );
  const strategies = (): Strategy[] => [
    builtIn('relative-volume', { top: 5, keep: 7, every: 5, min_ratio: 0.1, universe: names }),
    builtIn('opening-range-scanner', { minutes: 15, max_symbols: 4, universe: names }),
    builtIn('scanner-momentum', { bars: 1 }),
    builtIn('sma-cross', { fast: 2, slow: 4 }),
  ];

  it('promotes and removes, trades what it holds, and replays byte for byte', async () => {
    const played = await playRun(store, config, { strategies: strategies() });
    expect(played.outcome).toEqual({ kind: 'completed' });
    expect(eventsOf(played, 'symbol_upgraded').length).toBeGreaterThan(5);
    expect(eventsOf(played, 'symbol_removed').length).toBeGreaterThan(1);
    expect(eventsOf(played, 'fill').length).toBeGreaterThan(5);
    const again = await playRun(store, config, {
      strategies: strategies(),
      planned: plannedFromJournal(played.journal),
    });
    expect(again.events).toEqual(played.events);
    expect(again.journal).toEqual(played.journal);
  });

  it('changes nothing of a symbol that it does not touch', async () => {
    const time = '2025-07-02 10:30';
    const [alone, beside] = await Promise.all(
      [[], strategies()].map((each) => playRun(store, config, { strategies: each, exportsAt: [at(time)] })),
    );
    expect(beside?.exports.get(at(time))?.symbols['BASE']).toEqual(
      alone?.exports.get(at(time))?.symbols['BASE'],
    );
  });

  it('leaves what it brought in as if it had been there from the start', async () => {
    const time = '2025-07-02 11:00';
    const played = await playRun(store, config, { strategies: strategies(), exportsAt: [at(time)] });
    const symbols = played.exports.get(at(time))?.symbols ?? {};
    const brought = Object.keys(symbols).filter((name) => symbols[name]?.metadata?.added_by === 'scanner');
    expect(brought.length).toBeGreaterThan(1);
    const whole = await playRun(
      store,
      sessionConfig({ symbols: ['BASE', ...brought], streams: ['1m', '5m'] }),
      {
        exportsAt: [at(time)],
      },
    );
    for (const name of brought) {
      const { metadata: _metadata, historical: _history, ...here } = symbols[name]!;
      const { metadata: _other, historical: _none, ...there } = whole.exports.get(at(time))!.symbols[name]!;
      expect(here).toEqual(there);
    }
  });
});
