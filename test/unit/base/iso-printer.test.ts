import { array, assert, integer, property } from 'fast-check';
import { expect, it } from 'vitest';
import { asEpochMs, DAY_MS, isoUtc } from '../../../core/base/epoch-ms.ts';
import { IsoPrinter } from '../../../core/base/iso-printer.ts';

it('prints any sequence of instants as a date does', () => {
  const instants = array(integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2040, 0, 1) }), {
    maxLength: 20,
  });
  const within = array(integer({ min: 0, max: 3 * DAY_MS }), { maxLength: 20 });
  assert(
    property(instants, within, (far, near) => {
      const printer = new IsoPrinter();
      for (const instant of [...far, ...near, ...near]) {
        expect(printer.print(asEpochMs(instant))).toBe(new Date(instant).toISOString());
        expect(isoUtc(asEpochMs(instant))).toBe(new Date(instant).toISOString());
      }
    }),
    { numRuns: 100 },
  );
});
