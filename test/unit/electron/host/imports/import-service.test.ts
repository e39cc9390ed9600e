import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { asEpochMs, asTicker, asTradingDay } from '../../../../../core/base/epoch-ms.ts';
import type { Result } from '../../../../../core/base/result.ts';
import { createParquetBarStore } from '../../../../../core/data-manager/parquet-bar-store.ts';
import { createUsEquityCalendar } from '../../../../../core/time-manager/us-equity-calendar.ts';
import { ImportService } from '../../../../../electron/host/imports/import-service.ts';
import { createNodeFiles } from '../../../../../electron/host/store/node-files.ts';

const calendar = createUsEquityCalendar();
const EVER = { from: asEpochMs(0), to: asEpochMs(4e12) };
const silent = { debug() {}, info() {}, warn() {}, error() {} };
let userDir = '';

beforeEach(() => {
  userDir = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-import-'));
});
afterEach(() => rmSync(userDir, { recursive: true, force: true }));

function serving() {
  const store = createParquetBarStore({
    files: createNodeFiles(),
    calendar,
    location: path.join(userDir, 'data'),
  });
  return { store, service: new ImportService({ store, calendar, userDir, logger: silent }) };
}

/** Minutes of 2 July 2025 from the open on, stamped with their opens in New York, less those in `without`. */
function csv(minutes: number, without: readonly number[] = []): Uint8Array {
  const rows = Array.from({ length: minutes }, (_, index) => {
    const clock = 570 + index;
    const time = `${String(Math.floor(clock / 60)).padStart(2, '0')}:${String(clock % 60).padStart(2, '0')}`;
    const price = (10 + index / 100).toFixed(2);
    return `2025-07-02 ${time}:00,${price},${price},${price},${price},${index === 0 ? 90_000 : 1_000}`;
  }).filter((_, index) => !without.includes(index));
  return new TextEncoder().encode(`time,open,high,low,close,volume\n${rows.join('\n')}\n`);
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

async function sent({ handlers }: ImportService, name: string, bytes: Uint8Array): Promise<string> {
  const { import_id } = value(await handlers.import_begin({ name, size: bytes.length }));
  const half = Math.ceil(bytes.length / 2);
  const parts = [bytes.subarray(0, half), bytes.subarray(half)];
  await Promise.all(parts.map((part) => handlers.import_chunk({ import_id, bytes: part })));
  return import_id;
}

const uploads = (): string[] => {
  const folder = path.join(userDir, 'imports');
  return existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : [];
};

describe('a file from a window', () => {
  test('is looked at, corrected and written, and leaves nothing behind', async () => {
    const { store, service } = serving();
    const id = await sent(service, 'downloads/QQQX.csv', csv(390, [30, 31]));
    const { import_propose: propose, import_write: write } = service.handlers;

    const preview = value(await propose({ import_id: id, corrections: {} }));
    expect(preview).toMatchObject({ rows: 388, rows_refused: 0, is_partial: false, format: 'csv' });
    expect(preview.symbol).toMatchObject({ value: 'QQQX' });
    expect(preview.zone.value).toBe('America/New_York');
    expect(preview.stamp.value).toBe('open');
    expect(preview.series).toMatchObject([{ symbol: 'QQQX', bars: 388, expected: 390, missing: 2 }]);
    expect(preview.first_bars.open[0]).toBe(10);

    const corrections = { symbol: 'newx', adjusted: true, source: 'my file' };
    const corrected = value(await propose({ import_id: id, corrections }));
    expect(corrected.symbol).toMatchObject({ value: 'NEWX', certainty: 'told' });
    expect(corrected).toMatchObject({ adjusted: true, source: 'my file' });
    expect(await store.symbols()).toEqual({ ok: true, value: [] });

    const outcome = value(await write({ import_id: id }));
    expect(outcome).toMatchObject({ rows_read: 388, series: [{ symbol: 'NEWX', written: 388 }] });
    expect(value(await store.availability(asTicker('NEWX')))?.intervals[0]).toMatchObject({ bars: 388 });
    expect(uploads().filter((name) => name.includes('import-'))).toEqual([]);
    service[Symbol.dispose]();
    expect(uploads()).toEqual([]);
  });

  test('the same minutes read as closes begin a minute earlier', async () => {
    const { service } = serving();
    const id = await sent(service, 'ABC.csv', csv(60));
    const { import_propose: propose } = service.handlers;
    const opens = value(await propose({ import_id: id, corrections: { stamp: 'open' } }));
    const closes = value(await propose({ import_id: id, corrections: { stamp: 'close' } }));
    expect((opens.first_bars.open_ms[0] ?? 0) - (closes.first_bars.open_ms[0] ?? 0)).toBe(60_000);
  });

  test('rows that cannot be right are counted with the first of each kind', async () => {
    const { service } = serving();
    const text = `${new TextDecoder().decode(csv(50))}2025-07-02 11:00:00,5,4,6,5,10\n`;
    const id = await sent(service, 'ABC.csv', new TextEncoder().encode(text));
    const preview = value(await service.handlers.import_propose({ import_id: id, corrections: {} }));
    expect(preview).toMatchObject({ rows: 51, rows_refused: 1 });
    expect(preview.refusals).toMatchObject([{ reason: 'impossible_ohlc', count: 1, first_line: 52 }]);
  });
});

describe('what cannot be done is refused with a reason', () => {
  test('a look before the last byte, a write before a look, more bytes than announced', async () => {
    const { service } = serving();
    const { handlers } = service;
    const { import_id } = value(await handlers.import_begin({ name: 'A.csv', size: 4 }));
    expect(await handlers.import_propose({ import_id, corrections: {} })).toMatchObject({
      ok: false,
      failure: { code: 'not_allowed', message: 'A.csv has not arrived yet.' },
    });
    expect(await handlers.import_write({ import_id })).toMatchObject({ ok: false });
    expect(await handlers.import_chunk({ import_id, bytes: new Uint8Array(5) })).toMatchObject({
      ok: false,
      failure: { code: 'bad_usage' },
    });
  });

  test('a file without bars is named as the user knows it', async () => {
    const { service } = serving();
    const id = await sent(service, 'notes/today.csv', new TextEncoder().encode('hello\nworld\n'));
    const proposed = await service.handlers.import_propose({ import_id: id, corrections: {} });
    expect(proposed).toMatchObject({ ok: false });
    if (!proposed.ok) expect(proposed.failure.message).toContain('notes/today.csv');
  });

  test('bars of LEAN are adjusted by the factors that came along, and not without them', async () => {
    const { store, service } = serving();
    const { import_propose: propose, import_write: write } = service.handlers;
    const text = (rows: readonly string[]) => new TextEncoder().encode(rows.join('\n'));
    const bars = text(['34200000,100000,110000,90000,100000,500', '34260000,100000,100000,100000,100000,7']);
    const folder = 'lean/equity/usa';
    const id = await sent(service, `${folder}/minute/aapl/20250702_aapl_minute_trade.csv`, bars);
    const corrections = { adjusted: true };
    const alone = await propose({ import_id: id, corrections });
    expect(alone).toMatchObject({ ok: false, failure: { code: 'missing_file' } });

    const factors = text(['20250702,0.8,0.5,10', '20501231,1,1,0']);
    const aside = await sent(service, `${folder}/factor_files/aapl.csv`, factors);
    const refused = await propose({ import_id: aside, corrections: {} });
    expect(refused.ok ? '' : refused.failure.message).toContain('factors for splits and dividends');

    const preview = value(await propose({ import_id: id, corrections }));
    expect(preview.first_bars.open[0]).toBeCloseTo(4, 12);
    expect(preview.columns.evidence.join()).toContain('factor_files/aapl.csv');
    value(await write({ import_id: id }));
    const from = calendar.instantOf(asTradingDay('2025-07-02'), '09:30')!;
    const range = { from, to: asEpochMs(from + 120_000) };
    const { bars: stored } = value(await store.getBars(asTicker('AAPL'), '1m', range));
    expect([...stored.volume.subarray(0, 2)]).toEqual([1_000, 14]);
    expect(stored.high[0]).toBeCloseTo(4.4, 12);
  });

  test('an import that was cancelled is over, and its file gone', async () => {
    const { service } = serving();
    const id = await sent(service, 'ABC.csv', csv(20));
    await service.handlers.import_cancel({ import_id: id });
    expect(await service.handlers.import_status({ import_id: id })).toMatchObject({ ok: false });
    expect(uploads().filter((name) => name.includes('import-'))).toEqual([]);
  });
});

test('what an engine that is gone left behind is removed at start', async () => {
  const left = path.join(userDir, 'imports', '999999999-old');
  mkdirSync(left, { recursive: true });
  const { service } = serving();
  expect(existsSync(left)).toBe(false);
  service[Symbol.dispose]();
});

describe('a file beside the store', () => {
  test('shows what writing it would change, day by day, and writes nothing', async () => {
    const { store, service } = serving();
    const first = await sent(service, 'AAPL_1min.csv', csv(60));
    value(await service.handlers.import_propose({ import_id: first, corrections: {} }));
    value(await service.handlers.import_write({ import_id: first }));

    const import_id = await sent(service, 'AAPL_1min.csv', csv(61, [7]));
    const asked = { import_id, symbol: 'AAPL', tolerance: { absolute: 0, relative: 0 }, day: null };
    expect(await service.handlers.import_compare(asked)).toMatchObject({ ok: false });
    value(await service.handlers.import_propose({ import_id, corrections: {} }));
    const compared = value(await service.handlers.import_compare(asked));
    expect(compared).toMatchObject({
      interval: '1m',
      days: [
        { day: '2025-07-02', left: 60, right: 60, same: 59, differing: 0, missing_left: 1, missing_right: 1 },
      ],
    });
    expect(compared.differences.map(({ kind, left, right }) => [kind, left, right])).toEqual([
      ['missing_right', [10.07, 10.07, 10.07, 10.07, 1000], null],
      ['missing_left', null, [10.6, 10.6, 10.6, 10.6, 1000]],
    ]);
    const minutes = compared.days[0]?.minutes ?? new Uint8Array();
    expect([minutes.length, minutes[6], minutes[7], minutes[60], minutes[61]]).toEqual([390, 1, 4, 3, 0]);
    expect(await service.handlers.import_compare({ ...asked, symbol: 'MSFT' })).toMatchObject({
      ok: false,
      failure: { code: 'missing_data', message: expect.stringContaining('AAPL 1m') as string },
    });
    const kept = value(await store.getBars(asTicker('AAPL'), '1m', EVER));
    expect(kept.bars.length).toBe(60);
    service[Symbol.dispose]();
  });
});
