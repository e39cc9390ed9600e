import { describe, expect, it } from 'vitest';
import { ok } from '../../../core/base/result.ts';
import { proposeImport } from '../../../core/data-manager/importers/propose-import.ts';
import { calendar } from '../../helpers/bar-builder.ts';

/** Tables as brokers and spreadsheets of other countries write them. */

async function proposed(text: string) {
  const bytes = new TextEncoder().encode(text);
  const open = () =>
    Promise.resolve(
      ok({
        size: bytes.length,
        version: '',
        read: (from: number, to: number) => Promise.resolve(ok(bytes.slice(from, to))),
        close: () => Promise.resolve(),
      }),
    );
  const found = await proposeImport({ path: '/in/AAPL.csv', fileName: 'AAPL.csv', open }, { calendar });
  if (!found.ok) throw new Error(found.failure.message);
  return found.value;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** A row per minute of the regular session of each day, `[year, month, day]`, as a clock with this offset in hours shows it. */
const rows = (
  days: readonly (readonly [number, number, number])[],
  stamp: (year: number, month: number, day: number, clock: string) => string,
  hours = 0,
): string[] =>
  days.flatMap(([year, month, day]) =>
    Array.from({ length: 390 }, (_, index) => {
      const minute = 570 + index + hours * 60;
      return `${stamp(year, month, day, `${two(Math.floor(minute / 60))}:${two(minute % 60)}`)},10,12,9,11,500`;
    }),
  );

const HEADER = 'time,open,high,low,close,volume';
const JULY = [
  [2024, 7, 1],
  [2024, 7, 2],
  [2024, 7, 5],
] as const;
const dayFirst = (year: number, month: number, day: number, clock: string): string =>
  `${two(day)}/${two(month)}/${year} ${clock}`;
const monthFirst = (year: number, month: number, day: number, clock: string): string =>
  `${two(month)}/${two(day)}/${year} ${clock}`;

describe('days and months that could be the other way round', () => {
  it('are decided by a later row that is not a day the other way', async () => {
    const days = [...JULY, [2024, 7, 16]] as const;
    const found = await proposed([HEADER, ...rows(days, dayFirst)].join('\n'));
    expect(found.plan).toMatchObject({ lines: { writing: { order: 'dmy' } } });
    expect(found.questions.join()).not.toContain('the other way round');
  });

  it.each([
    ['day first', dayFirst, 'dmy'],
    ['month first', monthFirst, 'mdy'],
  ] as const)('are clear where the other way lies weeks apart: %s', async (_name, stamp, order) => {
    const found = await proposed([HEADER, ...rows(JULY, stamp)].join('\n'));
    expect(found.plan).toMatchObject({ lines: { writing: { order } } });
    expect(found.columns.evidence.join()).toContain('the other way the days lie weeks apart');
    expect(found.questions.join()).not.toContain('the other way round');
  });

  it('are day.month with dots between them', async () => {
    const dotted = (year: number, month: number, day: number, clock: string): string =>
      `${two(day)}.${two(month)}.${year} ${clock}`;
    // 2 May and 5 February 2025 are both trading days.
    const found = await proposed([HEADER, ...rows([[2025, 5, 2]], dotted)].join('\n'));
    expect(found.plan).toMatchObject({ lines: { writing: { order: 'dmy' } } });
    expect(found.questions.join()).not.toContain('the other way round');
  });

  it('are asked about where nothing tells', async () => {
    const found = await proposed([HEADER, ...rows([[2025, 5, 2]], dayFirst)].join('\n'));
    expect(found.questions.join()).toContain('Days and months could be the other way round');
  });

  it('and a few rows without a time do not hide how the others are written', async () => {
    const written = rows(JULY, monthFirst);
    written[3] = 'n/a,10,12,9,11,500';
    const found = await proposed([HEADER, ...written].join('\n'));
    expect(found.plan).toMatchObject({ lines: { writing: { order: 'mdy' } } });
  });
});

describe('times without a zone', () => {
  const inClockOf = (hours: number) =>
    proposed(
      [
        HEADER,
        ...rows(JULY, (year, month, day, clock) => `${year}-${two(month)}-${two(day)} ${clock}`, hours),
      ].join('\n'),
    );

  it('of a clock in Berlin are read there: no market has such hours elsewhere', async () => {
    const found = await inClockOf(6);
    expect(found.zone).toMatchObject({ value: 'Europe/Berlin', certainty: 'likely' });
    expect(found.questions).toEqual([]);
  });

  it('of a clock in Chicago are asked about, since Mexico has these hours, too', async () => {
    const found = await inClockOf(-1);
    expect(found.zone.certainty).toBe('assumed');
    expect(found.questions.join()).toContain('--zone America/Chicago or --zone America/Mexico_City');
  });
});

describe('columns by other names', () => {
  it.each([
    ['bar_start,first,highest,lowest,last_price,shares'],
    ['When,Opn,Hi,Lo,Cls,Qty'],
    ['Datum,Eröffnung,Hoch,Tief,Schlusskurs,Volumen'],
  ])('%s', async (header) => {
    const found = await proposed([header, ...rows(JULY, monthFirst)].join('\n'));
    expect(found.columns.value.map(({ role }) => role)).toEqual([
      'time',
      'open',
      'high',
      'low',
      'close',
      'volume',
    ]);
  });
});
