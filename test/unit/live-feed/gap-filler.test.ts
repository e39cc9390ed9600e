import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../../core/base/epoch-ms.ts';
import { GapFiller } from '../../../core/live-feed/gap-filler.ts';
import { MissedCorrections } from '../../../core/live-feed/unheard-corrections.ts';
import { at } from '../../helpers/bar-builder.ts';

const ascending = (a: number, b: number): number => a - b;
const RULES = { settleMs: 40_000, retryMs: 60_000, maxRetries: 3 };
const OPEN = at('2025-07-02 10:00');
const minute = (index: number): number => OPEN + index * MINUTE_MS;
const SETTLED = minute(1) + RULES.settleMs;

describe('a missing minute', () => {
  it('is asked for once it has settled, not before', () => {
    const filler = new GapFiller(RULES);
    filler.miss('AAPL', minute(0));
    expect(filler.dueAt).toBe(SETTLED);
    expect(filler.next(SETTLED - 1)).toBeUndefined();
    expect(filler.next(SETTLED)).toEqual({ symbols: ['AAPL'], from: minute(0), to: minute(1) });
  });

  it('that comes is asked for no more', () => {
    const filler = new GapFiller(RULES);
    filler.miss('AAPL', minute(0));
    filler.come('AAPL', minute(0));
    expect(filler.dueAt).toBe(Number.POSITIVE_INFINITY);
  });

  it('is known to be empty after two answers without it, a retry interval apart', () => {
    const filler = new GapFiller(RULES);
    filler.miss('AAPL', minute(0));
    const request = { symbols: ['AAPL'], from: minute(0), to: minute(1) };
    expect(filler.answered(request, SETTLED)).toEqual([]);
    expect(filler.dueAt).toBe(SETTLED + RULES.retryMs);
    expect(filler.answered(request, SETTLED + RULES.retryMs)).toEqual([['AAPL', minute(0)]]);
    expect(filler.dueAt).toBe(Number.POSITIVE_INFINITY);
  });

  it('is not denied by an answer that was asked for before it could have settled', () => {
    const filler = new GapFiller(RULES);
    filler.miss('AAPL', minute(0));
    const day = { symbols: ['AAPL'], from: minute(0), to: minute(390) };
    for (let tries = 0; tries < 5; tries++) expect(filler.answered(day, SETTLED - 1)).toEqual([]);
    expect(filler.dueAt).toBe(SETTLED);
  });

  it('waits twice as long after each failure, and stays a gap after too many', () => {
    const filler = new GapFiller(RULES);
    filler.miss('AAPL', minute(0));
    const waits: number[] = [];
    for (let now = SETTLED; Number.isFinite(now); now = filler.dueAt) {
      const request = filler.next(now);
      if (request === undefined) break;
      filler.failed(request, now);
      waits.push((filler.dueAt - now) / RULES.retryMs);
    }
    expect(waits).toEqual([1, 2, 4, Number.POSITIVE_INFINITY]);
    const day = { symbols: ['AAPL'], from: minute(0), to: minute(390) };
    expect(filler.answered(day, SETTLED + 1e9, true)).toEqual([['AAPL', minute(0)]]);
  });

  it('shares a request with those of other symbols, and many symbols take several', () => {
    const filler = new GapFiller(RULES);
    const symbols = Array.from({ length: 150 }, (_, index) => `S${index}`);
    for (const [index, symbol] of symbols.entries()) filler.miss(symbol, minute(index % 3));
    const request = filler.next(SETTLED + 3 * MINUTE_MS);
    expect(request).toMatchObject({ from: minute(0), to: minute(3) });
    expect(request?.symbols).toHaveLength(100);
  });
});

it('for any answers of the history, every missed minute comes, is known to be empty, or stays a gap', () => {
  const steps = fc.array(
    fc.oneof(
      fc.record({ do: fc.constant('fail' as const) }),
      fc.record({ do: fc.constant('deny' as const) }),
      fc.record({ do: fc.constant('come' as const), index: fc.nat(9) }),
    ),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(steps, (all) => {
      const filler = new GapFiller(RULES);
      const open = new Set(Array.from({ length: 10 }, (_, index) => minute(index)));
      for (const openMs of open) filler.miss('AAPL', openMs);
      let now = minute(11);
      for (const step of all) {
        now = Math.max(now, Number.isFinite(filler.dueAt) ? filler.dueAt : now);
        if (step.do === 'come') {
          filler.come('AAPL', minute(step.index));
          open.delete(minute(step.index));
          continue;
        }
        const request = filler.next(now);
        if (request === undefined) continue;
        expect([...open].some((openMs) => openMs >= request.from && openMs < request.to)).toBe(true);
        if (step.do === 'fail') filler.failed(request, now);
        else for (const [, openMs] of filler.answered(request, now)) expect(open.delete(openMs)).toBe(true);
      }
      const day = { symbols: ['AAPL'], from: OPEN, to: minute(390) };
      expect(
        filler
          .answered(day, Number.POSITIVE_INFINITY, true)
          .map(([, openMs]) => openMs)
          .sort(ascending),
      ).toEqual([...open].sort(ascending));
    }),
  );
});

describe('a correction', () => {
  it('may have been missed of bars that closed in a silence, or up to two minutes before it', () => {
    const unheard = new MissedCorrections();
    unheard.lost(minute(10));
    unheard.heardAgain(minute(12));
    expect([6, 7, 8, 11, 12].map((index) => unheard.mayConcern('AAPL', minute(index)))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });

  it('may have been missed of a symbol alone that was not subscribed', () => {
    const unheard = new MissedCorrections();
    unheard.lost(minute(10), 'KO');
    expect(unheard.mayConcern('KO', minute(300))).toBe(true);
    expect(unheard.mayConcern('AAPL', minute(300))).toBe(false);
  });

  it('a second silence within the first begins with it', () => {
    const unheard = new MissedCorrections();
    unheard.lost(minute(10));
    unheard.lost(minute(20));
    unheard.heardAgain(minute(21));
    expect(unheard.mayConcern('AAPL', minute(15))).toBe(true);
    expect(unheard.mayConcern('AAPL', minute(22))).toBe(false);
  });
});
