import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Batch } from '../../../../electron/contract/batch.ts';
import { applyBatch, LIST_LIMIT } from '../../../../renderer/state/apply-batch.ts';
import { EMPTY_COPY, visibleAnalysis, type SessionCopy } from '../../../../renderer/state/session-copy.ts';
import { batch, header, logRow, row, signal } from '../../../helpers/batches.ts';

function applied(copy: SessionCopy, ...batches: readonly Batch[]): SessionCopy {
  let now = copy;
  for (const each of batches) {
    const result = applyBatch(now, each);
    if (result.kind !== 'applied') throw new Error(`a batch that applies, got ${result.kind} at ${each.seq}`);
    now = result.copy;
  }
  return now;
}

const started = applied(
  EMPTY_COPY,
  batch(7, { full: true, session: header(), symbols: [row('RIVN'), row('AMD')] }),
);

describe('sequence', () => {
  test('a missing number is a gap and changes nothing', () => {
    expect(applyBatch(started, batch(9))).toEqual({ kind: 'gap', expected: 8 });
    expect(applyBatch(EMPTY_COPY, batch(2))).toEqual({ kind: 'gap', expected: 1 });
  });

  test('a number that was applied before is stale', () => {
    expect(applyBatch(started, batch(7))).toEqual({ kind: 'stale' });
  });

  test('a full batch is taken at any number and forgets what was there', () => {
    const fresh = applied(started, batch(3, { full: true, session: header(), symbols: [row('TSLA')] }));
    expect(fresh.seq).toBe(3);
    expect(fresh.order).toEqual(['TSLA']);
    expect(fresh.analysis.log).toEqual([]);
  });
});

describe('rows', () => {
  const symbols = fc.constantFrom('AAPL', 'AMD', 'MSFT', 'NVDA', 'RIVN', 'TSLA');
  const change = fc.record({
    put: fc.uniqueArray(fc.tuple(symbols, fc.nat(1_000)), { selector: ([symbol]) => symbol, maxLength: 4 }),
    gone: fc.uniqueArray(symbols, { maxLength: 3 }),
    full: fc.boolean(),
  });

  test('the copy is what a plain map would hold, in the order in which symbols came', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 25 }), (changes) => {
        const model = new Map<string, number>();
        let copy: SessionCopy = started;
        copy = applied(copy, batch(1, { full: true, session: header() }));
        changes.forEach(({ put, gone, full }, index) => {
          if (full) model.clear();
          for (const symbol of gone) model.delete(symbol);
          for (const [symbol, bars] of put) model.set(symbol, bars);
          const rows = put.map(([symbol, barCount]) => row(symbol, { barCount }));
          copy = applied(copy, batch(index + 2, { full, symbols: rows, removedSymbols: gone }));
        });
        expect([...copy.rows].map(([symbol, { barCount }]) => [symbol, barCount])).toEqual([...model]);
        expect(copy.order).toEqual([...model.keys()]);
      }),
    );
  });

  test('what does not change keeps its identity', () => {
    const next = applied(started, batch(8, { symbols: [row('AMD', { last: 11 })] }));
    expect(next.order).toBe(started.order);
    expect(next.rows.get('RIVN')).toBe(started.rows.get('RIVN'));
    expect(next.analysis).toBe(started.analysis);
    expect(applied(next, batch(9)).rows).toBe(next.rows);
  });
});

describe('parts', () => {
  const fields = fc.record(
    {
      clockMs: fc.nat(),
      playing: fc.boolean(),
      dropped: fc.nat(),
      state: fc.constantFrom('active', 'paused'),
    },
    { requiredKeys: [] },
  );

  test('a header is what its changes add up to', () => {
    fc.assert(
      fc.property(fc.array(fields, { maxLength: 12 }), (changes) => {
        let copy = started;
        for (const [index, session] of changes.entries()) copy = applied(copy, batch(8 + index, { session }));
        expect(copy.header).toEqual(Object.assign({}, header(), ...changes));
      }),
    );
  });

  test('figures change the figures of their rows and nothing else', () => {
    const values = Float64Array.of(12.5, Number.NaN, 1, 98, 700, 60_000, 90_000, 31, 4, 5);
    const next = applied(started, batch(8, { figures: { symbols: ['AMD', 'GONE'], values } }));
    expect(next.rows.get('AMD')).toEqual(
      row('AMD', {
        last: 12.5,
        change: null,
        changePercent: 1,
        quality: 98,
        volume: 700,
        lagMs: 60_000,
        worstLagMs: 90_000,
        barCount: 31,
        doneBars: 4,
        totalBars: 5,
      }),
    );
    expect(next.rows.get('RIVN')).toBe(started.rows.get('RIVN'));
    expect(next.order).toBe(started.order);
    const drawn = applied(
      next,
      batch(9, { sparks: [{ symbol: 'AMD', closes: Float64Array.of(1, 2) }] }),
      batch(10, { symbols: [row('AMD', { last: 13 })] }),
    );
    expect(drawn.rows.get('AMD')).toMatchObject({ last: 13, spark: [1, 2] });
  });

  test('a list that is sent again replaces the old one', () => {
    const some = applied(started, batch(8, { signals: [signal(1)], log: [logRow(1)] }));
    const anew = applied(
      some,
      batch(9, { relisted: true, signals: [signal(5)], log: [logRow(4), logRow(5)] }),
    );
    expect(anew.analysis.signals.map(({ id }) => id)).toEqual([5]);
    expect(anew.analysis.log.map(({ seq }) => seq)).toEqual([4, 5]);
  });
});

describe('block', () => {
  const before = applied(started, batch(8, { signals: [signal(1)], log: [logRow(1)] }));
  const blocking = batch(9, {
    session: header({ blocked: true, state: 'catching_up' }),
    signals: [signal(2)],
    log: [logRow(2, { text: 'active → catching_up' })],
  });

  test('signals from before the block stay, those about it wait', () => {
    const shown = visibleAnalysis(applied(before, blocking));
    expect(shown.signals.map(({ id }) => id)).toEqual([1, 2]);
    expect(shown.log.map(({ seq }) => seq)).toEqual([1]);
    expect(shown.header?.blocked).toBe(false);
  });

  test('nothing that comes during the block is shown', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { maxLength: 20 }), (kinds) => {
        let copy = applied(before, blocking);
        const atBlock = visibleAnalysis(copy);
        kinds.forEach((kind, index) => {
          const seq = 10 + index;
          copy = applied(
            copy,
            batch(seq, {
              session: kind === 0 ? header({ blocked: true, dropped: seq }) : null,
              signals: kind === 1 ? [signal(seq)] : [],
              log: kind === 2 ? [logRow(seq)] : [],
            }),
          );
          expect(visibleAnalysis(copy)).toBe(atBlock);
        });
        const after = visibleAnalysis(
          applied(copy, batch(10 + kinds.length, { session: header(), signals: [signal(99)] })),
        );
        expect(after.signals.map(({ id }) => id)).toEqual([1, 2, 99]);
        expect(after.log).toHaveLength(2 + kinds.filter((kind) => kind === 2).length);
      }),
    );
  });

  test('a window that opens during a block shows no result', () => {
    const opened = applied(
      EMPTY_COPY,
      batch(1, { full: true, session: header({ blocked: true }), signals: [signal(1)] }),
    );
    expect(visibleAnalysis(opened).signals).toEqual([]);
  });
});

test('a list keeps its newest rows', () => {
  const log = Array.from({ length: LIST_LIMIT }, (_, index) => logRow(index + 1));
  const full = applied(started, batch(8, { log }), batch(9, { log: [logRow(LIST_LIMIT + 1)] }));
  expect(full.analysis.log).toHaveLength(LIST_LIMIT);
  expect(full.analysis.log[0]?.seq).toBe(2);
});

test('marks on the progress bar go with their day', () => {
  const mark = (clockMs: number) => ({ clockMs, kind: 'signal' as const, symbol: 'AMD' });
  const first = applied(
    started,
    batch(8, { session: { day: '2025-07-01', openMs: 100 }, marks: [mark(110), mark(120)] }),
    batch(9, { marks: [mark(130)] }),
  );
  expect(first.marks.map(({ clockMs }) => clockMs)).toEqual([110, 120, 130]);
  const next = applied(first, batch(10, { session: { day: '2025-07-02', openMs: 200 }, marks: [mark(210)] }));
  expect(next.marks.map(({ clockMs }) => clockMs)).toEqual([210]);
});
