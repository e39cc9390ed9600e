import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { asEpochMs, asTradingDay, isoUtc } from '../../../core/base/epoch-ms.ts';
import { EXCHANGE_GROUPS } from '../../../core/model/exchange-groups.ts';
import { calendarFor, calendarZoneDifferences } from '../../../core/time-manager/calendars.ts';
import { breaksOf, unknownDay } from '../../../core/time-manager/known-days.ts';
import type { MarketCalendar, TradingSession } from '../../../core/time-manager/market-calendar.ts';
import golden from '../../fixtures/exchange-calendars-golden.json';

const calendarOf = (group: string): MarketCalendar => {
  const calendar = calendarFor(group);
  if (!calendar.ok) throw new Error(calendar.failure.message);
  return calendar.value;
};

const minute = (instant: number) => isoUtc(asEpochMs(instant)).replace(':00.000Z', 'Z');

/** One session as scripts/make-calendars.py hashes it, straight from the sources. */
const line = ({ day, segments, earlyClose }: TradingSession) =>
  `${day} ${segments.flatMap(({ open, close }) => [minute(open), minute(close)]).join(' ')} ${earlyClose ? 'early' : 'full'}\n`;

function yearsOf(calendar: MarketCalendar): Record<string, [number, number, string]> {
  const years = new Map<string, TradingSession[]>();
  for (const day of calendar.tradingDays(calendar.firstDay, calendar.lastDay)) {
    if (day > '2027-12-31' && calendar.exchangeGroup === 'US_EQUITY') break; // the source ends there
    const session = calendar.tradingSession(day)!;
    years.set(day.slice(0, 4), [...(years.get(day.slice(0, 4)) ?? []), session]);
  }
  return Object.fromEntries(
    [...years].map(([year, sessions]) => [
      year,
      [
        sessions.length,
        sessions.filter(({ earlyClose }) => earlyClose).length,
        createHash('sha256').update(sessions.map(line).join('')).digest('hex'),
      ],
    ]),
  );
}

const shown = (group: string, from: string, to = from) => {
  const calendar = calendarOf(group);
  return calendar.tradingDays(asTradingDay(from), asTradingDay(to)).map((day) => {
    const session = calendar.tradingSession(day)!;
    return [day, ...session.segments.flatMap(({ open, close }) => [minute(open), minute(close)])].join(' ');
  });
};

describe('the calendars made from the sources', () => {
  it('are those that docs/markets.md names', () => {
    expect(Object.keys(golden)).toEqual(
      (
        'XLON XETR XPAR XAMS XMIL XSWX XSTO XTKS XHKG XSHG XNSE XSES XASX XTSE XKRX XTAI BVMF XJSE XMEX ' +
        'CME_EQUITY CME_ENERGY CME_METALS CME_FX CME_RATES CME_GRAINS CFE ICE_US US_EQUITY'
      ).split(' '),
    );
    expect([...EXCHANGE_GROUPS].sort()).toEqual([...Object.keys(golden), 'CRYPTO', 'FOREX'].sort());
  });

  it.each(Object.entries(golden))('of %s equal them on every day, to the minute', (group, years) => {
    expect(yearsOf(calendarOf(group))).toEqual(years);
  });
});

describe('a label', () => {
  it.each(EXCHANGE_GROUPS)('of %s belongs to each instant of its session', (group) => {
    const calendar = calendarOf(group);
    // The weeks around both clock changes, a year's end, a half day; every minute of three days, every hour of the rest.
    const days = ['2025-03-05', '2025-03-26', '2025-10-22', '2025-10-29', '2025-11-24', '2025-12-22'];
    for (const from of days) {
      const to = isoUtc(asEpochMs(Date.parse(from) + 14 * 86_400_000)).slice(0, 10);
      for (const [at, day] of calendar.tradingDays(asTradingDay(from), asTradingDay(to)).entries()) {
        const session = calendar.tradingSession(day)!;
        const step = at < 3 ? 60_000 : 3_600_000;
        for (const { open, close } of session.segments) {
          for (let instant: number = open; instant < close; instant += step) {
            if (calendar.dayOf(asEpochMs(instant)) !== day)
              throw new Error(`${group} ${minute(instant)} is not of ${day}`);
          }
          expect(calendar.dayOf(asEpochMs(close - 1))).toBe(day);
        }
        for (const { start } of breaksOf(session)) expect(calendar.dayOf(start)).toBe(day);
        expect(session.dayStart).toBeLessThanOrEqual(session.open);
        expect(session.dayEnd).toBeGreaterThanOrEqual(session.close);
      }
    }
  });

  it('between two sessions is the next one', () => {
    const at = (group: string, iso: string) => calendarOf(group).dayOf(asEpochMs(Date.parse(iso)));
    expect(at('CME_EQUITY', '2025-03-07T22:00:00Z')).toBe('2025-03-10'); // Friday 16:00 Chicago, the close
    expect(at('CME_EQUITY', '2025-03-08T12:00:00Z')).toBe('2025-03-10'); // Saturday
    expect(at('XTKS', '2025-03-04T06:30:00Z')).toBe('2025-03-05'); // 15:30 Tokyo, the close
    expect(at('FOREX', '2025-12-24T22:00:00Z')).toBe('2025-12-26'); // no session of 25 December
    expect(at('CRYPTO', '2025-03-09T00:00:00Z')).toBe('2025-03-09');
    expect(at('XLON', '1999-06-01T10:00:00Z')).toBe('1999-06-01'); // before the calendar: the civil day
    expect(at('XSHG', '2027-06-01T02:00:00Z')).toBe('2027-06-01');
  });

  it('of a daily bar is the same for each of the three stamps', () => {
    for (const [group, offset] of [
      ['XTKS', '+09:00'],
      ['XASX', '+11:00'],
      ['XLON', 'Z'],
      ['CME_EQUITY', '-06:00'],
      ['BVMF', '-03:00'],
      ['CRYPTO', 'Z'],
      ['FOREX', '-05:00'],
    ] as const) {
      const calendar = calendarOf(group);
      const stamps = [
        Date.parse('2025-02-04T00:00:00Z'),
        calendar.tradingSession(asTradingDay('2025-02-04'))!.open,
        Date.parse(`2025-02-04T00:00:00${offset}`),
      ];
      expect(
        stamps.map((stamp) => calendar.dayOf(asEpochMs(stamp))),
        group,
      ).toEqual(Array(3).fill('2025-02-04'));
    }
  });
});

describe('by hand', () => {
  it('the CME week of Thanksgiving 2025', () => {
    expect(shown('CME_EQUITY', '2025-11-24', '2025-11-28')).toEqual([
      '2025-11-24 2025-11-23T23:00Z 2025-11-24T22:00Z',
      '2025-11-25 2025-11-24T23:00Z 2025-11-25T22:00Z',
      '2025-11-26 2025-11-25T23:00Z 2025-11-26T22:00Z',
      '2025-11-27 2025-11-26T23:00Z 2025-11-27T18:00Z',
      '2025-11-28 2025-11-27T23:00Z 2025-11-28T18:15Z',
    ]);
    expect(shown('CME_GRAINS', '2025-11-26', '2025-11-28')).toEqual([
      '2025-11-26 2025-11-26T01:00Z 2025-11-26T13:45Z 2025-11-26T14:30Z 2025-11-26T19:20Z',
      '2025-11-28 2025-11-28T01:00Z 2025-11-28T13:45Z 2025-11-28T14:30Z 2025-11-28T18:00Z',
    ]);
  });

  it('FOREX and CME on both sides of the clock changes: opens move from 22:00Z to 21:00Z and back', () => {
    expect(shown('FOREX', '2025-03-07', '2025-03-10')).toEqual([
      '2025-03-07 2025-03-06T22:00Z 2025-03-07T22:00Z',
      '2025-03-10 2025-03-09T21:00Z 2025-03-10T21:00Z',
    ]);
    expect(shown('FOREX', '2025-10-31', '2025-11-03')).toEqual([
      '2025-10-31 2025-10-30T21:00Z 2025-10-31T21:00Z',
      '2025-11-03 2025-11-02T22:00Z 2025-11-03T22:00Z',
    ]);
    expect(shown('CME_EQUITY', '2025-03-07', '2025-03-10')).toEqual([
      '2025-03-07 2025-03-06T23:00Z 2025-03-07T22:00Z',
      '2025-03-10 2025-03-09T22:00Z 2025-03-10T21:00Z',
    ]);
    expect(shown('XLON', '2025-03-28', '2025-03-31')).toEqual([
      '2025-03-28 2025-03-28T08:00Z 2025-03-28T16:30Z',
      '2025-03-31 2025-03-31T07:00Z 2025-03-31T15:30Z',
    ]);
  });

  it('FOREX has no session of 25 December and of 1 January', () => {
    const days = shown('FOREX', '2025-12-22', '2026-01-02').map((row) => row.slice(0, 10));
    expect(days).toEqual([
      '2025-12-22',
      '2025-12-23',
      '2025-12-24',
      '2025-12-26',
      '2025-12-29',
      '2025-12-30',
      '2025-12-31',
      '2026-01-02',
    ]);
    expect(shown('FOREX', '2025-12-26')).toEqual(['2025-12-26 2025-12-25T22:00Z 2025-12-26T22:00Z']);
  });

  it('CRYPTO has every day, 24 hours of UTC, also on the days of clock changes', () => {
    expect(shown('CRYPTO', '2025-03-08', '2025-03-09')).toEqual([
      '2025-03-08 2025-03-08T00:00Z 2025-03-09T00:00Z',
      '2025-03-09 2025-03-09T00:00Z 2025-03-10T00:00Z',
    ]);
    expect(
      calendarOf('CRYPTO').tradingDays(asTradingDay('2024-01-01'), asTradingDay('2024-12-31')),
    ).toHaveLength(366);
  });

  it('CME on Good Friday: half traded when the employment report comes out, else closed', () => {
    expect(shown('CME_EQUITY', '2023-04-07')).toEqual(['2023-04-07 2023-04-06T22:00Z 2023-04-07T13:15Z']);
    expect(shown('CME_EQUITY', '2026-04-03')).toEqual(['2026-04-03 2026-04-02T22:00Z 2026-04-03T13:15Z']);
    expect(shown('CME_RATES', '2026-04-03')).toEqual(['2026-04-03 2026-04-02T22:00Z 2026-04-03T15:15Z']);
    for (const day of ['2022-04-15', '2024-03-29', '2025-04-18', '2027-03-26'])
      expect(shown('CME_EQUITY', day), day).toEqual([]);
    expect(shown('CME_ENERGY', '2026-04-03')).toEqual([]);
  });

  it('Tokyo closes at 15:00 until 1 November 2024 and at 15:30 from 5 November on', () => {
    expect(shown('XTKS', '2024-11-01', '2024-11-05')).toEqual([
      '2024-11-01 2024-11-01T00:00Z 2024-11-01T02:30Z 2024-11-01T03:30Z 2024-11-01T06:00Z',
      '2024-11-05 2024-11-05T00:00Z 2024-11-05T02:30Z 2024-11-05T03:30Z 2024-11-05T06:30Z',
    ]);
  });

  it('the day of mourning of 9 January 2025', () => {
    expect(shown('CME_EQUITY', '2025-01-09')).toEqual(['2025-01-09 2025-01-08T23:00Z 2025-01-09T14:30Z']);
    expect(shown('CME_RATES', '2025-01-09')).toEqual(['2025-01-09 2025-01-08T23:00Z 2025-01-09T18:15Z']);
    expect(shown('CME_FX', '2025-01-09')).toEqual(['2025-01-09 2025-01-08T23:00Z 2025-01-09T22:00Z']);
  });
});

describe('outside the known days', () => {
  it('nothing is guessed, and the sentence says until when', () => {
    const calendar = calendarOf('XSHG');
    expect(unknownDay(calendar, asTradingDay('2026-12-31'))).toBeUndefined();
    expect(unknownDay(calendar, asTradingDay('2027-01-04'))?.message).toBe(
      'The calendar of XSHG is known until 2026-12-31; 2027-01-04 lies past it, and nothing is guessed.',
    );
    expect(unknownDay(calendarOf('CME_EQUITY'), asTradingDay('2021-06-25'))?.message).toBe(
      'The calendar of CME_EQUITY is known from 2021-06-28 on; 2021-06-25 lies before it.',
    );
    expect(calendar.tradingSession(asTradingDay('2027-01-04'))).toBeUndefined();
  });

  it('a user’s file lets the calendar reach farther', () => {
    const own = calendarFor('XSHG', {
      knownUntil: '2027-01-31',
      closed: [{ day: '2027-01-01', reason: 'New Year' }],
    });
    expect(own.ok && own.value.tradingDays(asTradingDay('2026-12-31'), asTradingDay('2027-01-05'))).toEqual([
      '2026-12-31',
      '2027-01-04',
      '2027-01-05',
    ]);
    expect(calendarFor('XTKS', { knownUntil: '2026-01-01' })).toMatchObject({
      ok: false,
      failure: { code: 'bad_config' },
    });
    expect(calendarFor('XTKS', { earlyCloses: [{ day: '2026-01-05', close: '16:00' }] })).toMatchObject({
      failure: {
        message:
          'Calendar file of XTKS, early_closes.0.close: expected a time after 09:00 and not after 15:30, such as 13:00',
      },
    });
    const early = calendarFor('XTKS', { earlyCloses: [{ day: '2026-01-05', close: '11:00' }] });
    expect(early.ok && early.value.tradingSession(asTradingDay('2026-01-05'))?.segments).toHaveLength(1);
  });
});

describe('aliases', () => {
  it('mean US_EQUITY', () => {
    for (const alias of ['XNYS', 'XNAS']) expect(calendarOf(alias).exchangeGroup).toBe('US_EQUITY');
  });
});

describe('the platform’s zone data', () => {
  it('have the offsets of tzdata for the coming years, or doctor says where not', () => {
    expect(calendarZoneDifferences()).toEqual([]);
  });
});
