import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createParquetBarStore } from '../../../../../core/data-manager/parquet-bar-store.ts';
import { MINUTE } from '../../../../../electron/contract/reading-requests.ts';
import { createNodeFiles } from '../../../../../electron/host/store/node-files.ts';
import { readingHandlers } from '../../../../../electron/host/service/reading-handlers.ts';
import { at, bars, calendar } from '../../../../helpers/bar-builder.ts';

let location = '';
beforeEach(() => {
  location = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-reading-'));
});
afterEach(() => rmSync(location, { recursive: true, force: true }));

const nothingOlder = { olderBars: () => Promise.reject(new Error('not asked here')) };

const reading = async () => {
  const store = createParquetBarStore({ files: createNodeFiles(), calendar, location });
  const day = bars('QQQX').from('2025-06-30 09:30').minutes(390).without(30).build();
  await store.writeBars(day.symbol, '1m', day.bars, { source: 'test', adjusted: false });
  return readingHandlers({ engine: nothingOlder, store, calendar, session: () => undefined });
};

test('a stored month shows day by day what is there and what is missing', async () => {
  const answer = await (await reading()).stored_quality({ symbol: 'QQQX', interval: '1m', month: '2025-06' });
  if (!answer.ok) throw new Error(answer.failure.message);
  const { days } = answer.value;
  expect(days).toHaveLength(20);
  expect(days[0]).toMatchObject({ day: '2025-06-02', present: 0, quality: 0 });
  const last = days.at(-1);
  expect(last).toMatchObject({ day: '2025-06-30', expected: 390, present: 389 });
  expect(last?.minutes[30]).toBe(MINUTE.unconfirmed);
  expect(last?.minutes[31]).toBe(MINUTE.present);
  expect(last?.gaps).toMatchObject([{ first_ms: at('2025-06-30 10:00'), count: 1, confirmed: false }]);
});

test('bars around a place end before the end that was asked for', async () => {
  const range = { from_ms: at('2025-06-30 09:58'), to_ms: at('2025-06-30 10:03') };
  const answer = await (await reading()).stored_bars({ symbol: 'QQQX', interval: '1m', ...range });
  if (!answer.ok) throw new Error(answer.failure.message);
  expect([...answer.value.open_ms]).toEqual(
    ['09:58', '09:59', '10:01', '10:02'].map((time) => at(`2025-06-30 ${time}`)),
  );
});

test('without a session there is nothing of it to read', async () => {
  const handlers = await reading();
  expect(await handlers.session_quality({})).toMatchObject({ ok: false });
  expect(await handlers.export_session({ format: 'json', even_if_empty: true })).toMatchObject({ ok: false });
});
