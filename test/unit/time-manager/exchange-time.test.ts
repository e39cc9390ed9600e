import { describe, expect, it } from 'vitest';
import { asTradingDay, isoUtc } from '../../../core/base/epoch-ms.ts';
import { parseExchangeTime } from '../../../core/time-manager/exchange-time.ts';
import { createUsEquityCalendar } from '../../../core/time-manager/us-equity-calendar.ts';

const calendar = createUsEquityCalendar();
const read = (text: string, day = '2025-07-02', extendedHours = false): string => {
  const result = parseExchangeTime(text, calendar, asTradingDay(day), extendedHours);
  return result.ok ? isoUtc(result.value) : `${result.failure.code}: ${result.failure.message}`;
};

describe('a time on the command line', () => {
  it.each([
    ['10:00', '2025-07-02T14:00:00.000Z'],
    ['10:00:30', '2025-07-02T14:00:30.000Z'],
    [' 2025-07-03 10:00 ', '2025-07-03T14:00:00.000Z'],
    ['2025-07-03T10:00:01', '2025-07-03T14:00:01.000Z'],
    ['2025-01-03 10:00', '2025-01-03T15:00:00.000Z'],
    ['open', '2025-07-02T13:30:00.000Z'],
    ['close', '2025-07-02T20:00:00.000Z'],
    ['2025-07-03 close', '2025-07-03T17:00:00.000Z'],
    ['09:30', '2025-07-02T13:30:00.000Z'],
    ['16:00', '2025-07-02T20:00:00.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(read(text)).toBe(instant);
  });

  it.each([
    ['', 'bad_usage: “” is not a time.'],
    ['10', 'bad_usage: “10” is not a time.'],
    ['9:30', 'bad_usage: “9:30” is not a time.'],
    ['10:00 2025-07-03', 'bad_usage: “10:00 2025-07-03” is not a time.'],
    ['2025-02-30 10:00', 'bad_usage: “2025-02-30 10:00” is not a time: there is no day 2025-02-30.'],
    ['2025-07-04 banana', 'bad_usage: “2025-07-04 banana” is not a time.'],
    ['2025-07-04 10:00', 'not_in_session: 2025-07-04 is not a trading day: Independence Day.'],
    ['2025-07-05 open', 'not_in_session: 2025-07-05 is not a trading day: a Saturday.'],
    ['09:29:59', 'not_in_session: 09:29:59 lies outside the session of 2025-07-02, 09:30 to 16:00.'],
    [
      '2025-07-03 13:00:01',
      'not_in_session: 13:00:01 lies outside the session of 2025-07-03, 09:30 to 13:00 (it closes early).',
    ],
  ])('%s is refused', (text, message) => {
    expect(read(text)).toBe(message);
  });

  it.each([
    ['04:00', '2025-07-02T08:00:00.000Z'],
    ['20:00', '2025-07-03T00:00:00.000Z'],
    ['2025-07-03 17:00', '2025-07-03T21:00:00.000Z'],
    ['open', '2025-07-02T13:30:00.000Z'],
    ['close', '2025-07-02T20:00:00.000Z'],
  ])('%s is %s in extended hours', (text, instant) => {
    expect(read(text, '2025-07-02', true)).toBe(instant);
  });

  it.each([
    ['03:59:59', 'not_in_session: 03:59:59 lies outside the session of 2025-07-02, 04:00 to 20:00.'],
    [
      '2025-07-03 17:00:01',
      'not_in_session: 17:00:01 lies outside the session of 2025-07-03, 04:00 to 17:00 (it closes early).',
    ],
  ])('%s is refused in extended hours', (text, message) => {
    expect(read(text, '2025-07-02', true)).toBe(message);
  });
});
