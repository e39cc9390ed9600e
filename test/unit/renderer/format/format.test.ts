import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatLag, lagShare } from '../../../../renderer/format/lag.ts';
import { blockedText, pastText } from '../../../../renderer/format/notice-text.ts';
import {
  formatChangePercent,
  formatCount,
  formatDuration,
  formatPrice,
  formatQuality,
} from '../../../../renderer/format/number.ts';
import { createZoneFormat, formatUtc } from '../../../../renderer/format/zone-format.ts';

const two = (value: number): string => String(value).padStart(2, '0');

test('prices in cents, below a dollar in hundredths of one', () => {
  expect([1234.5, 1, 0.9999, 0.12345, 0, null, Number.NaN].map((price) => formatPrice(price))).toEqual([
    '1,234.50',
    '1.00',
    '0.9999',
    '0.1235',
    '0.00',
    '–',
    '–',
  ]);
});

test('changes carry their sign', () => {
  expect([1.234, -0.5, 0, null].map((percent) => formatChangePercent(percent))).toEqual([
    '+1.23%',
    '−0.50%',
    '0.00%',
    '–',
  ]);
});

test('quality is 100% only when nothing is missing', () => {
  expect([100, 99.97, 98.72, 0, null].map((percent) => formatQuality(percent))).toEqual([
    '100%',
    '99.9%',
    '98.7%',
    '0.0%',
    '–',
  ]);
});

test('thousands and wall time', () => {
  expect(formatCount(1_234_567)).toBe('1,234,567');
  expect([0.2, 3, 999, 3_700].map((ms) => formatDuration(ms))).toEqual(['1 ms', '3 ms', '999 ms', '3.7 s']);
});

describe('lag', () => {
  test('in seconds, from ten minutes on in hours and minutes', () => {
    expect(
      [0, 59_999, 540_000, 599_999, 600_000, 1_740_000, 13_260_000, -5].map((lag) => formatLag(lag)),
    ).toEqual(['0 s', '59 s', '540 s', '599 s', '0:10 h', '0:29 h', '3:41 h', '0 s']);
  });

  test('the share of the gauge stays within it', () => {
    fc.assert(
      fc.property(fc.double(), fc.double(), (lag, worst) => {
        const share = lagShare(lag, worst);
        expect(share).toBeGreaterThanOrEqual(0);
        expect(share).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('exchange time', () => {
  const format = createZoneFormat('America/New_York');
  const summer = Date.UTC(2025, 6, 2, 13, 30);
  const winter = Date.UTC(2025, 0, 2, 14, 30);

  test('is named and right in summer and winter', () => {
    for (const instant of [summer, winter]) expect(format.clock(instant)).toBe('09:30:00');
    expect([format.zoneName(summer), format.zoneName(winter)]).toEqual(['EDT', 'EST']);
    expect(format.date(summer)).toBe('Wed 2 Jul 2025');
    expect(format.stamp(summer, summer + 1)).toBe('09:30:00');
    expect(format.stamp(summer, winter)).toBe('2 Jul 09:30');
    expect(format.minute(Date.UTC(2025, 6, 2, 4))).toBe('00:00');
    expect(formatUtc(summer)).toBe('2025-07-02 13:30:00 UTC');
  });

  test('a time of day is found on the day of the clock', () => {
    expect(format.instantAt(summer, '14:00')).toBe(Date.UTC(2025, 6, 2, 18));
    expect(format.instantAt(summer, ' 9:31:30 ')).toBe(Date.UTC(2025, 6, 2, 13, 31, 30));
    expect(format.instantAt(winter, '1600')).toBe(Date.UTC(2025, 0, 2, 21));
    for (const text of ['', '24:00', '9', '10:60', 'noon']) expect(format.instantAt(summer, text)).toBeNull();
  });

  test('also on days of 23 and 25 hours', () => {
    // 2025-03-09 and 2025-11-02: the clocks change at 02:00.
    expect(format.instantAt(Date.UTC(2025, 2, 9, 6), '14:00')).toBe(Date.UTC(2025, 2, 9, 18));
    expect(format.instantAt(Date.UTC(2025, 10, 2, 5), '14:00')).toBe(Date.UTC(2025, 10, 2, 19));
    expect(format.instantAt(Date.UTC(2025, 2, 9, 6), '02:30')).toBeNull();
  });

  test('agrees with Intl at any instant, in zones of odd offsets too', () => {
    const zones = ['America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Europe/Berlin', 'UTC'];
    const instant = fc.integer({ min: 0, max: 2_000_000_000 }).map((seconds) => seconds * 1_000);
    for (const zone of zones) {
      const ours = createZoneFormat(zone);
      const theirs = new Intl.DateTimeFormat('en-GB', {
        timeZone: zone,
        hourCycle: 'h23',
        weekday: 'short',
        day: 'numeric',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
      });
      fc.assert(
        fc.property(instant, (now) => {
          const parts = Object.fromEntries(theirs.formatToParts(now).map(({ type, value }) => [type, value]));
          expect(ours.clock(now)).toBe(`${parts['hour']}:${parts['minute']}:${parts['second']}`);
          const [weekday, day, , year] = ours.date(now).split(' ');
          expect([weekday, day, year]).toEqual([parts['weekday'], parts['day'], parts['year']]);
        }),
      );
    }
  });

  test('what is found reads as what was asked for', () => {
    const minute = fc.integer({ min: 0, max: 1_439 });
    const day = fc.integer({ min: 0, max: 20_000 });
    fc.assert(
      fc.property(day, minute, (days, minutes) => {
        const text = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
        const found = format.instantAt(days * 86_400_000 + 61_200_000, text);
        if (found !== null) expect(format.minute(found)).toBe(text);
      }),
    );
  });
});

describe('notices', () => {
  const nvda = { symbol: 'NVDA', doneBars: 142, totalBars: 212 };

  test('say who is catching up, how far it is and what was dropped', () => {
    expect(blockedText([nvda], 37)).toBe(
      'Analysis is blocked: NVDA is catching up (142 of 212 bars). 37 notifications dropped.',
    );
    expect(blockedText([], 1)).toBe(
      'Analysis is blocked: the session is catching up. 1 notification dropped.',
    );
    const many = ['A', 'B', 'C', 'D', 'E'].map((symbol) => ({ symbol, doneBars: 0, totalBars: 1 }));
    expect(blockedText(many, 0)).toBe(
      'Analysis is blocked: A (0 of 1 bar), B (0 of 1 bar), C (0 of 1 bar) and 2 other symbols are catching up. 0 notifications dropped.',
    );
  });

  test('say afterwards what it was', () => {
    expect(pastText({ symbol: 'NVDA', bars: 142, wallMs: 3, droppedNotifications: 37, clockMs: 0 })).toBe(
      'NVDA caught up: 142 bars in 3 ms, 37 notifications dropped',
    );
  });
});
