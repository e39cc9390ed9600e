import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS, asEpochMs, daysFromCivil } from '../../../core/base/epoch-ms.ts';
import { dayOfNumber, easterSunday } from '../../../core/time-manager/civil-day.ts';
import { NEW_YORK, newYorkInstant, newYorkOffset } from '../../../core/time-manager/new-york-time.ts';
import { createUsEquityCalendar } from '../../../core/time-manager/us-equity-calendar.ts';

/** luxon reads the zone database of the system: an oracle that knows nothing of our rules. */
const luxonOffset = (instant: number): number =>
  DateTime.fromMillis(instant, { zone: NEW_YORK }).offset * MINUTE_MS;

const FIRST = daysFromCivil(1990, 1, 1);
const LAST = daysFromCivil(2037, 12, 31);

describe('New York time', () => {
  it('has the offset of the zone database at midnight and at the open of every day, 1990 to 2037', () => {
    const wrong: string[] = [];
    for (let day = FIRST; day <= LAST; day += 1) {
      for (const msOfDay of [0, 9.5 * HOUR_MS]) {
        const instant = newYorkInstant(day, msOfDay);
        const expected = luxonOffset(instant);
        const right = newYorkOffset(instant) === expected && instant === day * DAY_MS + msOfDay - expected;
        if (!right) wrong.push(dayOfNumber(day));
      }
    }
    expect(wrong).toEqual([]);
  });

  it('changes at the very millisecond, every year', () => {
    for (let year = 1990; year <= 2037; year += 1) {
      const changes: number[] = [];
      const end = Date.UTC(year + 1, 0, 1);
      for (let hour = Date.UTC(year, 0, 1); hour < end; hour += HOUR_MS) {
        if (newYorkOffset(hour) !== newYorkOffset(hour - 1)) changes.push(hour);
      }
      expect(changes.map((hour) => [luxonOffset(hour - 1), luxonOffset(hour)])).toEqual([
        [-5 * HOUR_MS, -4 * HOUR_MS],
        [-4 * HOUR_MS, -5 * HOUR_MS],
      ]);
    }
  });

  it('reads the skipped hour by the clock before it, and of the doubled hour takes the first', () => {
    const calendar = createUsEquityCalendar();
    const at = (day: string, time: string): number | undefined => calendar.instantOf(day as never, time);
    expect(at('2025-03-09', '02:30')).toBe(at('2025-03-09', '03:30'));
    expect(calendar.wallClockOf(asEpochMs(at('2025-03-09', '02:30') as number))).toBe('03:30:00');
    expect(at('2025-11-02', '01:30')).toBe(Date.UTC(2025, 10, 2, 5, 30));
    for (const day of ['2025-03-09', '2006-04-02']) {
      expect(at(day, '02:30')).toBe(DateTime.fromISO(`${day}T02:30`, { zone: NEW_YORK }).toMillis());
    }
  });
});

describe('Easter', () => {
  it('is where the almanacs print it', () => {
    const printed = [
      '1990-04-15',
      '2000-04-23',
      '2008-03-23',
      '2011-04-24',
      '2025-04-20',
      '2038-04-25',
      '2099-04-12',
    ];
    expect(printed.map((day) => dayOfNumber(easterSunday(Number(day.slice(0, 4)))))).toEqual(printed);
  });
});
