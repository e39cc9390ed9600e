import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asEpochMs, asTradingDay } from '../../../core/base/epoch-ms.ts';
import { InvariantError } from '../../../core/base/invariant.ts';
import { SimulatedClock } from '../../../core/time-manager/simulated-clock.ts';
import { createUsEquityCalendar } from '../../../core/time-manager/us-equity-calendar.ts';

const calendar = createUsEquityCalendar();
const first = calendar.tradingSession(asTradingDay('2025-07-02'))!;
const second = calendar.tradingSession(asTradingDay('2025-07-03'))!;

describe('the simulated clock', () => {
  it('starts at the open, moves to the close, and starts the next session', () => {
    const clock = new SimulatedClock(first);
    expect(clock.now()).toBe(first.open);
    clock.moveTo(asEpochMs(first.open + 60_000));
    clock.moveTo(asEpochMs(first.open + 60_000));
    clock.moveTo(first.close);
    expect(clock.now()).toBe(first.close);
    clock.startSession(second);
    expect(clock.now()).toBe(second.open);
  });

  it('cannot be read or moved before a session', () => {
    const clock = new SimulatedClock();
    expect(() => clock.now()).toThrow(InvariantError);
    expect(() => clock.moveTo(first.open)).toThrow(InvariantError);
  });

  it('starts no session before the time it has reached, and none that ends before it begins', () => {
    const clock = new SimulatedClock(second);
    expect(() => clock.startSession(first)).toThrow('2025-07-03T13:30:00.000Z');
    expect(() => new SimulatedClock({ open: first.close, close: first.open })).toThrow(InvariantError);
  });

  it('never goes back and never leaves the session, for any target', () => {
    const target = fc.integer({ min: first.open - 1_000_000, max: first.close + 1_000_000 });
    fc.assert(
      fc.property(fc.array(target, { maxLength: 30 }), (targets) => {
        const clock = new SimulatedClock(first);
        let reached: number = first.open;
        for (const to of targets) {
          const allowed = to >= reached && to <= first.close;
          if (allowed) clock.moveTo(asEpochMs(to));
          else expect(() => clock.moveTo(asEpochMs(to))).toThrow(InvariantError);
          if (allowed) reached = to;
          expect(clock.now()).toBe(reached);
        }
      }),
    );
  });
});
