import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createIndicator } from '../../../core/data-processor/indicators/registry.ts';
import { giveBar } from './synthetic-series.ts';

const folder = join(process.cwd(), '..', 'shared', 'data', 'real', 'indicators');
const withTables = existsSync(folder) ? describe : describe.skip;

const rows = (file: string): string[][] =>
  readFileSync(join(folder, file), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(','));

/** An indicator of the close, after every close. */
function overCloses(name: string, period: number, closes: readonly number[]): (number | undefined)[] {
  const created = createIndicator({ name, interval: '1d', period });
  if (!created.ok) throw new Error(created.failure.message);
  const indicator = created.value;
  return closes.map((close) => {
    giveBar(indicator, [close]);
    return indicator.value();
  });
}

withTables('published tables (skipped where ../shared/data/real is absent)', () => {
  it.each([
    ['sma', 20],
    ['ema', 20],
    ['rsi', 14],
  ])('%s(%d) over 502 days', (name, period) => {
    const closes = rows('default.csv').map((row) => Number(row[4]));
    const table = JSON.parse(readFileSync(join(folder, `${name}.standard.json`), 'utf8')) as Record<
      string,
      number | null
    >[];
    const values = overCloses(name, period, closes);
    expect(values).toHaveLength(502);
    for (const [at, row] of table.entries()) {
      const expected = row[name];
      if (expected === null || expected === undefined) expect(values[at]).toBeUndefined();
      else expect(Math.abs(values[at]! / expected - 1)).toBeLessThan(1e-13);
    }
  });

  it('cs-rsi starts its averages at 0: other early values, by that start alone', () => {
    const table = rows('stockcharts/cs-rsi.csv');
    const closes = table.map((row) => Number(row[1]));
    const ours = overCloses('rsi', 14, closes);
    let [gain, loss] = [0, 0];
    for (const [at, row] of table.entries()) {
      const change = at === 0 ? 0 : closes[at]! - closes[at - 1]!;
      gain = (gain * 13 + Math.max(change, 0)) / 14;
      loss = (loss * 13 + Math.max(-change, 0)) / 14;
      const printed = row[8];
      if (printed === undefined || printed === '') continue;
      expect((100 * gain) / (gain + loss)).toBeCloseTo(Number(printed), 3);
      expect(Math.abs(ours[at]! - Number(printed))).toBeGreaterThan(0.01);
    }
  });
});
