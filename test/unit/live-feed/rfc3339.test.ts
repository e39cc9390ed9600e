import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRfc3339, printRfc3339 } from '../../../core/live-feed/alpaca/rfc3339.ts';

describe('RFC 3339', () => {
  it('is read and printed as Date does it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (instant) => {
        expect(parseRfc3339(printRfc3339(instant))).toBe(instant);
        expect(parseRfc3339(new Date(instant).toISOString())).toBe(instant);
      }),
    );
  });

  it.each([
    ['2025-11-03T14:30:00Z', Date.UTC(2025, 10, 3, 14, 30)],
    ['2025-11-03T14:30:00.123456789Z', Date.UTC(2025, 10, 3, 14, 30, 0, 123)],
    ['2025-11-03T09:30:00-05:00', Date.UTC(2025, 10, 3, 14, 30)],
    ['2025-11-03T15:30:00.5+01:00', Date.UTC(2025, 10, 3, 14, 30, 0, 500)],
  ])('%s', (text, instant) => expect(parseRfc3339(text)).toBe(instant));

  it.each(['', '2025-11-03', '2025-02-30T00:00:00Z', '2025-11-03T24:00:00Z', '2025-11-03T14:30:00'])(
    'refuses “%s”',
    (text) => expect(parseRfc3339(text)).toBeUndefined(),
  );
});
