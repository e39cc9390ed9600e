import { describe, expect, it } from 'vitest';
import { asTradingDay, isoUtc } from '../../../core/base/epoch-ms.ts';
import { calendarFor } from '../../../core/time-manager/calendars.ts';
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

describe('a time of other exchange groups', () => {
  const of = (group: string, text: string, day: string, extendedHours = false): string => {
    const found = calendarFor(group);
    if (!found.ok) throw new Error(found.failure.message);
    const result = parseExchangeTime(text, found.value, asTradingDay(day), extendedHours);
    return result.ok ? isoUtc(result.value).replace(':00.000Z', 'Z') : result.failure.message;
  };

  it.each([
    // Monday's CME session opens on Sunday; the clocks of Chicago changed in that night.
    ['CME_EQUITY', '18:30', '2025-03-10', '2025-03-09T23:30Z'],
    ['CME_EQUITY', '18:30', '2025-03-03', '2025-03-03T00:30Z'],
    ['CME_EQUITY', '17:00', '2025-03-03', '2025-03-02T23:00Z'],
    ['CME_EQUITY', '09:30', '2025-03-03', '2025-03-03T15:30Z'],
    ['CME_EQUITY', '16:00', '2025-03-03', '2025-03-03T22:00Z'],
    ['CME_EQUITY', '2025-03-02 18:30', '2025-03-05', '2025-03-03T00:30Z'],
    ['CME_EQUITY', '2025-03-03 18:30', '2025-03-05', '2025-03-04T00:30Z'],
    ['CME_EQUITY', '2025-03-03 16:00', '2025-03-05', '2025-03-03T22:00Z'],
    ['CME_EQUITY', '2025-03-03 open', '2025-03-05', '2025-03-02T23:00Z'],
    ['CME_GRAINS', '07:45', '2025-03-03', '2025-03-03T13:45Z'],
    ['CME_GRAINS', '08:30', '2025-03-03', '2025-03-03T14:30Z'],
    ['XTKS', '11:30', '2025-03-03', '2025-03-03T02:30Z'],
    ['XTKS', '12:30', '2025-03-03', '2025-03-03T03:30Z'],
    // Sessions are half-open: 17:00 and 00:00 are the open, the end is `close` or a full date.
    ['FOREX', '17:00', '2025-03-04', '2025-03-03T22:00Z'],
    ['FOREX', 'close', '2025-03-04', '2025-03-04T22:00Z'],
    ['FOREX', '2025-03-04 17:00', '2025-03-04', '2025-03-04T22:00Z'],
    ['FOREX', '16:59', '2025-03-04', '2025-03-04T21:59Z'],
    ['CRYPTO', '00:00', '2025-03-04', '2025-03-04T00:00Z'],
    ['CRYPTO', 'close', '2025-03-04', '2025-03-05T00:00Z'],
    ['CRYPTO', '2025-03-05 00:00', '2025-03-04', '2025-03-05T00:00Z'],
    ['CRYPTO', '23:59', '2025-03-08', '2025-03-08T23:59Z'],
  ])('%s %s of %s is %s', (group, text, day, instant) => {
    expect(of(group, text, day)).toBe(instant);
  });

  it.each([
    [
      'CME_EQUITY',
      '16:30',
      '2025-03-03',
      '16:30 lies outside the session of 2025-03-03, 17:00 the day before to 16:00.',
    ],
    [
      'CME_EQUITY',
      '2025-03-03 16:30',
      '2025-03-05',
      '16:30 lies outside the session of 2025-03-03, 17:00 the day before to 16:00.',
    ],
    ['CME_EQUITY', '2025-03-01 10:00', '2025-03-03', '2025-03-01 is not a trading day: a Saturday.'],
    [
      'CME_GRAINS',
      '08:00',
      '2025-03-03',
      '08:00 lies outside the session of 2025-03-03, 19:00 the day before to 07:45 and 08:30 to 13:20.',
    ],
    [
      'XTKS',
      '12:00',
      '2025-03-03',
      '12:00 lies outside the session of 2025-03-03, 09:00 to 11:30 and 12:30 to 15:30.',
    ],
    [
      'XLON',
      '2024-12-24 13:00',
      '2024-12-24',
      '13:00 lies outside the session of 2024-12-24, 08:00 to 12:30 (it closes early).',
    ],
    [
      'XTKS',
      '10:00',
      '2028-01-05',
      'The calendar of XTKS is known until 2027-12-31; 2028-01-05 lies past it, and nothing is guessed.',
    ],
  ])('%s %s of %s is refused', (group, text, day, message) => {
    expect(of(group, text, day)).toBe(message);
  });
});
