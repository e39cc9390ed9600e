import { describe, expect, test } from 'vitest';
import { asTradingDay } from '../../../core/base/epoch-ms.ts';
import { ok } from '../../../core/base/result.ts';
import type { ImportSource } from '../../../core/data-manager/importers/import-source.ts';
import { LeanFactors, readLeanFactors } from '../../../core/data-manager/importers/lean/factor-file.ts';
import { memoryFile } from '../../../core/data-manager/importers/memory-file.ts';

const TEXT = '20130909,0.9,0.5,49.19\r\n20131202,0.8,1,49.71\n20501231,1,1,0\n';

describe('a factor file of LEAN', () => {
  test('a row is of the days after the row before it, up to its own', () => {
    const parsed = LeanFactors.parse('x.csv', TEXT);
    if (!parsed.ok) throw new Error(parsed.failure.message);
    const of = (day: string) => parsed.value.of(asTradingDay(day));
    expect(of('1990-01-01')).toMatchObject({ price: 0.45, volume: 2 });
    expect(of('2013-09-09')).toMatchObject({ price: 0.45, volume: 2 });
    expect(of('2013-09-10')).toMatchObject({ price: 0.8, volume: 1 });
    expect(of('2013-12-02')).toMatchObject({ price: 0.8, volume: 1 });
    expect(of('2013-12-03')).toMatchObject({ price: 1, volume: 1 });
    expect(of('2060-01-01')).toMatchObject({ price: 1, volume: 1 });
    expect(parsed.value.changes).toBe(2);
  });

  test.each([
    ['', 'is empty'],
    ['20130909,0,1,1', 'line 1'],
    ['20130909,1,-1,1', 'line 1'],
    ['20130909,1,x,1', 'line 1'],
    ['20130931,1,1,1', 'line 1'],
    ['date,price,split', 'line 1'],
    ['20130909,1,1,1\n20130909,1,1,1', 'line 2'],
    ['20130909,1,1,1\n20120909,1,1,1', 'line 2'],
    ['20130909,1e308,1e308,1', 'line 1'],
  ])('%j is refused: %s', (text, where) => {
    const parsed = LeanFactors.parse('x.csv', text);
    expect(parsed).toMatchObject({ ok: false, failure: { code: 'bad_file' } });
    expect(parsed.ok ? '' : parsed.failure.message).toContain(where);
  });

  test.each([
    ['lean/equity/usa/minute/spy/20131007_trade.zip', 'lean/equity/usa/factor_files/spy.csv'],
    ['C:\\lean\\equity\\usa\\daily\\spy.zip', 'C:\\lean\\equity\\usa\\factor_files/spy.csv'],
    ['second/spy/20131007_trade.zip', 'factor_files/spy.csv'],
    ['daily/spy.zip', 'factor_files/spy.csv'],
  ])('of %s is at %s', async (path, place) => {
    const source = (of: string): ImportSource => ({
      path: of,
      fileName: of,
      open: () => Promise.resolve(ok(memoryFile(new TextEncoder().encode(TEXT), of))),
      beside: source,
    });
    const read = await readLeanFactors(source(path), 'SPY');
    expect(read.ok && read.value.path).toBe(place);
  });
});
