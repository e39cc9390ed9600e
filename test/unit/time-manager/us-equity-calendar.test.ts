import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type TradingDay,
  HOUR_MS,
  asEpochMs,
  asTradingDay,
  daysFromCivil,
  isoUtc,
} from '../../../core/base/epoch-ms.ts';
import { parseCalendarOverrides } from '../../../core/time-manager/calendar-overrides.ts';
import { calendarFor } from '../../../core/time-manager/calendars.ts';
import { dayOfNumber } from '../../../core/time-manager/civil-day.ts';
import { createUsEquityCalendar } from '../../../core/time-manager/us-equity-calendar.ts';

const calendar = createUsEquityCalendar();
const days = (...texts: string[]): TradingDay[] => texts.map(asTradingDay);
const session = (day: string) => {
  const found = calendar.tradingSession(asTradingDay(day));
  if (found === undefined) throw new Error(`${day} is closed`);
  return found;
};
const closeOf = (day: string): string => calendar.wallClockOf(session(day).close).slice(0, 5);

/** `7/3/2012` as `2012-07-03`. */
const iso = (american: string): string => {
  const [month, day, year] = american.split('/') as [string, string, string];
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
};
const isWeekday = (day: string): boolean => new Date(day).getUTCDay() % 6 !== 0;

const tables = join(process.cwd(), '..', 'shared', 'data', 'real', 'calendar');
const withTables = existsSync(tables) ? describe : describe.skip;

withTables('published tables, 2010 to 2016 (skipped where ../shared/data/real is absent)', () => {
  it('has the sessions of XNYS, to the instant', () => {
    const [, ...rows] = readFileSync(join(tables, 'xnys_2010_2016.csv'), 'utf8').trim().split('\n');
    const expected = rows.map((row) =>
      row
        .split(',')
        .slice(0, 3)
        .map((cell) => cell.trim()),
    );
    const sessions = calendar
      .tradingDays(asTradingDay('2010-01-01'), asTradingDay('2016-12-31'))
      .map((day) => {
        const { open, close } = session(day);
        return [`${day}T00:00:00Z`, isoUtc(open).replace('.000', ''), isoUtc(close).replace('.000', '')];
      });
    expect(sessions).toHaveLength(1762);
    expect(sessions).toEqual(expected);
  });

  it('has the hours, holidays and early closes of LEAN', () => {
    const { entries } = JSON.parse(
      readFileSync(join(tables, 'us_equity_market_hours_2010_2016.json'), 'utf8'),
    ) as { entries: Record<string, { holidays: string[]; earlyCloses: Record<string, string> }> };
    const lean = entries['Equity-usa-[*]']!;
    const closed: string[] = [];
    const early: Record<string, string> = {};
    for (let number = daysFromCivil(2010, 1, 1); number < daysFromCivil(2017, 1, 1); number += 1) {
      const day = dayOfNumber(number);
      if (!isWeekday(day)) continue;
      const found = calendar.tradingSession(day);
      if (found === undefined) closed.push(day);
      else if (found.earlyClose) early[day] = calendar.wallClockOf(found.close);
    }
    expect(closed).toEqual(lean.holidays.map(iso).filter(isWeekday).sort());
    expect(early).toEqual(
      Object.fromEntries(Object.entries(lean.earlyCloses).map(([day, time]) => [iso(day), time])),
    );
  });
});

describe('closed days', () => {
  it('are the holidays of 2025 and the day of mourning', () => {
    const closed: [string, string | undefined][] = [];
    for (let number = daysFromCivil(2025, 1, 1); number < daysFromCivil(2026, 1, 1); number += 1) {
      const reason = calendar.whyClosed(dayOfNumber(number));
      if (reason !== undefined && !reason.startsWith('a S')) closed.push([dayOfNumber(number), reason]);
    }
    expect(closed).toEqual([
      ['2025-01-01', 'New Year’s Day'],
      ['2025-01-09', 'Day of mourning for Jimmy Carter'],
      ['2025-01-20', 'Martin Luther King Day'],
      ['2025-02-17', 'Presidents’ Day'],
      ['2025-04-18', 'Good Friday'],
      ['2025-05-26', 'Memorial Day'],
      ['2025-06-19', 'Juneteenth'],
      ['2025-07-04', 'Independence Day'],
      ['2025-09-01', 'Labor Day'],
      ['2025-11-27', 'Thanksgiving Day'],
      ['2025-12-25', 'Christmas Day'],
    ]);
  });

  it.each([
    ['2023-01-02', false, 'New Year on a Sunday is kept on the Monday'],
    ['2021-12-31', true, 'New Year on a Saturday is not kept on the Friday'],
    ['2022-06-20', false, 'Juneteenth on a Sunday is kept on the Monday'],
    ['2027-06-18', false, 'Juneteenth on a Saturday is kept on the Friday'],
    ['2021-06-18', true, 'Juneteenth is kept from 2022 on'],
    ['2020-07-03', false, '4 July on a Saturday is kept on the Friday'],
    ['2021-07-05', false, '4 July on a Sunday is kept on the Monday'],
    ['2021-12-24', false, 'Christmas on a Saturday is kept on the Friday'],
    ['2022-12-26', false, 'Christmas on a Sunday is kept on the Monday'],
    ['1997-01-20', true, 'Martin Luther King Day is kept from 1998 on'],
    ['1998-01-19', false, 'Martin Luther King Day, its first year'],
    ['1990-04-13', false, 'Good Friday, 1990'],
    ['1994-04-27', false, 'one-off'],
    ['2001-09-10', true, 'the day before a one-off'],
    ['2001-09-11', false, 'one-off'],
    ['2001-09-12', false, 'one-off'],
    ['2001-09-13', false, 'one-off'],
    ['2001-09-14', false, 'one-off'],
    ['2001-09-17', true, 'the day after a one-off'],
    ['2004-06-11', false, 'one-off'],
    ['2007-01-02', false, 'one-off'],
    ['2012-10-29', false, 'one-off'],
    ['2012-10-30', false, 'one-off'],
    ['2018-12-05', false, 'one-off'],
    ['2025-01-09', false, 'one-off'],
  ])('%s: open is %s (%s)', (day, open) => {
    expect(calendar.isTradingDay(asTradingDay(day))).toBe(open);
    expect(calendar.tradingSession(asTradingDay(day)) !== undefined).toBe(open);
  });

  it('answers a day that does not exist, or lies outside the rules, as closed', () => {
    for (const day of days(
      '2025-02-30',
      '2025-13-01',
      '25-01-02',
      '',
      '2025-7-2',
      '1989-12-29',
      '2100-01-04',
    )) {
      expect(calendar.isTradingDay(day)).toBe(false);
      expect(calendar.tradingSession(day)).toBeUndefined();
    }
    for (const day of days('2025-02-30', 'today')) {
      expect(calendar.nextTradingDay(day)).toBeUndefined();
      expect(calendar.previousTradingDays(day, 3)).toEqual([]);
      expect(calendar.instantOf(day, '10:00')).toBeUndefined();
      expect(calendar.tradingDays(day, asTradingDay('2025-07-01'))).toEqual([]);
    }
    for (const time of ['9:30', '24:00', '10:60', '10', '10:00:60', 'open', '']) {
      expect(calendar.instantOf(asTradingDay('2025-07-02'), time)).toBeUndefined();
    }
  });
});

describe('early closes', () => {
  it.each([
    ['2024-12-24', '13:00', 'Christmas Eve on a Tuesday'],
    ['1990-12-24', '14:00', 'Christmas Eve before 1993'],
    ['1993-12-23', '16:00', 'Christmas Eve on a Friday is the holiday; the Thursday is full'],
    ['2024-11-29', '13:00', 'the day after Thanksgiving'],
    ['1992-11-27', '14:00', 'the day after Thanksgiving, its first year'],
    ['1991-11-29', '16:00', 'the day after Thanksgiving before 1992'],
    ['2023-07-03', '13:00', '3 July on a Monday'],
    ['2018-07-03', '13:00', '3 July on a Tuesday'],
    ['2013-07-03', '13:00', '3 July on a Wednesday from 2013'],
    ['2002-07-03', '16:00', '3 July on a Wednesday before 2013'],
    ['2025-07-03', '13:00', '3 July on a Thursday'],
    ['1992-07-02', '16:00', 'a day before the holiday before 1995'],
    ['2002-07-05', '13:00', '5 July on a Friday, 1995 to 2012'],
    ['2013-07-05', '16:00', '5 July on a Friday from 2013'],
    ['1997-12-26', '13:00', 'one-off'],
    ['1999-12-31', '13:00', 'one-off'],
    ['2003-12-26', '13:00', 'one-off'],
    ['2008-12-26', '16:00', 'a Friday after Christmas is a full day'],
  ])('%s closes at %s (%s)', (day, close) => {
    expect(closeOf(day)).toBe(close);
    expect(session(day).earlyClose).toBe(close !== '16:00');
  });

  it('end the late session at 17:00, a full day at 20:00', () => {
    const late = (day: string): string => calendar.wallClockOf(session(day).extendedClose);
    expect([late('2025-07-02'), late('2025-07-03')]).toEqual(['20:00:00', '17:00:00']);
    expect(calendar.wallClockOf(session('2025-07-03').extendedOpen)).toBe('04:00:00');
  });
});

describe('days of the exchange', () => {
  it('have 23 and 25 hours when the clock changes', () => {
    const open = createUsEquityCalendar({ open: ['2025-03-09', '2025-11-02'] });
    const hours = ['2025-03-09', '2025-11-02', '2025-07-02'].map((day) => {
      const { dayStart, dayEnd } = open.tradingSession(asTradingDay(day))!;
      return (dayEnd - dayStart) / HOUR_MS;
    });
    expect(hours).toEqual([23, 25, 24]);
  });

  it('turn at midnight New York, not at midnight UTC', () => {
    const { dayStart, dayEnd, day } = session('2025-07-02');
    expect(isoUtc(dayStart)).toBe('2025-07-02T04:00:00.000Z');
    expect(calendar.dayOf(dayStart)).toBe(day);
    expect(calendar.dayOf(asEpochMs(dayStart - 1))).toBe('2025-07-01');
    expect(calendar.dayOf(asEpochMs(dayEnd - 1))).toBe(day);
    expect(calendar.dayOf(dayEnd)).toBe('2025-07-03');
    expect(isoUtc(session('2025-01-02').open)).toBe('2025-01-02T14:30:00.000Z');
  });
});

describe('walking', () => {
  it('crosses weekends and holidays', () => {
    expect(calendar.nextTradingDay(asTradingDay('2025-07-03'))).toBe('2025-07-07');
    expect(calendar.nextTradingDay(asTradingDay('2025-07-05'))).toBe('2025-07-07');
    expect(calendar.previousTradingDays(asTradingDay('2025-07-07'), 3)).toEqual([
      '2025-07-01',
      '2025-07-02',
      '2025-07-03',
    ]);
    expect(calendar.tradingDays(asTradingDay('2025-07-03'), asTradingDay('2025-07-07'))).toEqual([
      '2025-07-03',
      '2025-07-07',
    ]);
    expect(calendar.tradingDays(asTradingDay('2025-07-07'), asTradingDay('2025-07-03'))).toEqual([]);
  });

  it('stops where the calendar begins and ends', () => {
    expect(calendar.previousTradingDays(asTradingDay('1990-01-04'), 10)).toEqual([
      '1990-01-02',
      '1990-01-03',
    ]);
    expect(calendar.nextTradingDay(asTradingDay('1980-01-01'))).toBe('1990-01-02');
    expect(calendar.nextTradingDay(asTradingDay('2099-12-31'))).toBeUndefined();
    expect(calendar.previousTradingDays(asTradingDay('2500-01-01'), 1)).toEqual(['2099-12-31']);
  });
});

const anyDay = fc
  .integer({ min: daysFromCivil(1990, 2, 1), max: daysFromCivil(2099, 11, 30) })
  .map((number) => dayOfNumber(number));

describe('for any day', () => {
  it('next and previous are inverse, and nothing open lies between', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const next = calendar.nextTradingDay(day) as TradingDay;
        const [previous] = calendar.previousTradingDays(next, 1) as [TradingDay];
        expect(next > day && previous <= day).toBe(true);
        if (calendar.isTradingDay(day)) expect(previous).toBe(day);
        expect(calendar.tradingDays(previous, next)).toEqual(
          [previous, next].filter((d) => calendar.isTradingDay(d)),
        );
      }),
    );
  });

  it('previous days ascend, are open, as many as asked for, and end before the day', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 15 }), (day, count) => {
        const previous = calendar.previousTradingDays(day, count);
        expect(previous).toHaveLength(count);
        expect([...previous].sort()).toEqual(previous);
        expect(previous.every((each) => each < day && calendar.isTradingDay(each))).toBe(true);
      }),
    );
  });

  it('a wall-clock time of the day belongs to the day and reads back, but for the skipped hour', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 86_399 }), (day, second) => {
        const time = new Date(second * 1000).toISOString().slice(11, 19);
        const instant = calendar.instantOf(day, time)!;
        expect(calendar.dayOf(instant)).toBe(day);
        const read = calendar.wallClockOf(instant);
        if (!time.startsWith('02:')) expect(read).toBe(time);
      }),
    );
  });

  it('a session is in order inside its day', () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        const found = calendar.tradingSession(day);
        expect(found !== undefined).toBe(calendar.isTradingDay(day));
        if (found === undefined) return;
        const { dayStart, extendedOpen, open, close, extendedClose, dayEnd } = found;
        const order = [dayStart, extendedOpen, open, close, extendedClose, dayEnd];
        expect([...order].sort((a, b) => a - b)).toEqual(order);
        expect(calendar.tradingSession(day)).toBe(found);
      }),
    );
  });
});

describe('overrides', () => {
  const own = createUsEquityCalendar({
    closed: [{ day: '2030-03-05', reason: 'Storm' }],
    earlyCloses: [
      { day: '2030-03-06', close: '12:30' },
      { day: '2030-07-03', close: '16:00' },
    ],
    open: ['2030-07-04', '2030-03-05', '2030-03-09'],
  });
  const ownSession = (day: string) => own.tradingSession(asTradingDay(day));

  it('win over the rules', () => {
    expect(own.whyClosed(asTradingDay('2030-03-05'))).toBe('Storm');
    expect(own.wallClockOf(ownSession('2030-03-06')!.close)).toBe('12:30:00');
    expect(ownSession('2030-03-06')!.earlyClose).toBe(true);
    expect(ownSession('2030-07-03')!.earlyClose).toBe(false);
    expect(own.isTradingDay(asTradingDay('2030-07-04'))).toBe(true);
    expect(own.isTradingDay(asTradingDay('2030-03-09'))).toBe(true);
    expect(own.nextTradingDay(asTradingDay('2030-03-04'))).toBe('2030-03-06');
  });

  it('are read from a file, or refused with the path', () => {
    const read = parseCalendarOverrides({ early_closes: [{ day: '2030-03-06', close: '12:30' }], open: [] });
    expect(read).toMatchObject({ ok: true, value: { earlyCloses: [{ day: '2030-03-06', close: '12:30' }] } });
    const messages = [
      { closed: [{ day: '2030-02-30', reason: 'x' }] },
      { early_closes: [{ day: '2030-03-06', close: '09:00' }] },
      { shut: [] },
      7,
    ].map((file) => {
      const parsed = parseCalendarOverrides(file);
      const result = parsed.ok ? calendarFor('US_EQUITY', parsed.value) : parsed;
      return result.ok ? '' : result.failure.message;
    });
    expect(messages[0]).toBe('Calendar file, closed.0.day: expected a day such as 2025-07-03');
    expect(messages[1]).toMatch('early_closes.0.close: expected a time after 09:30 and not after 16:00');
    expect(messages[2]).toMatch('shut');
    expect(messages[3]).toMatch('top level');
  });

  it('that were not checked are a bug', () => {
    expect(() => createUsEquityCalendar({ open: ['2030-02-30'] })).toThrow('2030-02-30');
  });
});

describe('calendarFor', () => {
  it('knows the exchange groups there are', () => {
    expect(calendarFor('US_EQUITY')).toMatchObject({ ok: true, value: { exchangeGroup: 'US_EQUITY' } });
    for (const group of ['LSE', 'toString', '']) {
      expect(calendarFor(group)).toMatchObject({ ok: false, failure: { code: 'unsupported' } });
    }
  });
});
