import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../../../../core/base/epoch-ms.ts';
import { MINUTE } from '../../../../../electron/contract/reading-requests.ts';
import { barTable, minuteMap } from '../../../../../electron/host/service/gap-map.ts';
import { at, bars } from '../../../../helpers/bar-builder.ts';

const open = at('2025-07-02 09:30');
const close = at('2025-07-02 16:00');
const regular = { start: open, end: close, segments: [{ open, close }], span: MINUTE_MS };

describe('what each minute of a day has', () => {
  test('a break is outside regular hours; a bar of five minutes covers five', () => {
    const morning = { open, close: open + 10 * MINUTE_MS };
    const afternoon = { open: open + 15 * MINUTE_MS, close: open + 20 * MINUTE_MS };
    const day = bars('AAPL').from('2025-07-02 09:30').minutes(1).build();
    const range = { start: open, end: afternoon.close, segments: [morning, afternoon], span: 5 * MINUTE_MS };
    const minutes = minuteMap(day.bars, [], { ...range, now: close });
    const of = (sign: number, count: number) => Array<number>(count).fill(sign);
    expect([...minutes]).toEqual([
      ...of(MINUTE.present, 5),
      ...of(MINUTE.unconfirmed, 5),
      ...of(MINUTE.outside, 5),
      ...of(MINUTE.unconfirmed, 5),
    ]);
  });

  test('bars, holes, and minutes that have not come yet', () => {
    const day = bars('AAPL').from('2025-07-02 09:30').minutes(10).without(3).build();
    const gap = { firstMs: open + 3 * MINUTE_MS, lastMs: open + 3 * MINUTE_MS, count: 1, confirmed: true };
    const minutes = minuteMap(day.bars, [gap], { ...regular, now: open + 12 * MINUTE_MS });
    expect(minutes.length).toBe(390);
    expect([...minutes.subarray(2, 5)]).toEqual([MINUTE.present, MINUTE.noTrades, MINUTE.present]);
    expect([...minutes.subarray(10, 13)]).toEqual([MINUTE.unconfirmed, MINUTE.unconfirmed, MINUTE.notYet]);
  });

  test('hours around the regular ones are outside where there is no bar', () => {
    const day = bars('AAPL').from('2025-07-02 09:29').minutes(2).build();
    const start = open - 10 * MINUTE_MS;
    const minutes = minuteMap(day.bars, [], { ...regular, start, now: open + MINUTE_MS });
    expect([...minutes.subarray(8, 12)]).toEqual([
      MINUTE.outside,
      MINUTE.present,
      MINUTE.present,
      MINUTE.notYet,
    ]);
  });
});

test('columns of a message end where the bars end', () => {
  const day = bars('AAPL').from('2025-07-02 09:30').minutes(5).build();
  const table = barTable(day.bars, 1, 3);
  expect([...table.open_ms]).toEqual([open + MINUTE_MS, open + 2 * MINUTE_MS]);
  expect(table.close.buffer.byteLength).toBe(16);
});
