import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { asTicker, isoUtc, asEpochMs } from '../../../core/base/epoch-ms.ts';
import { findBuiltIn } from '../../../core/analysis-engine/strategies-of.ts';
import { BarColumns } from '../../../core/model/bar-columns.ts';
import { reportRun } from '../../../core/session-coordinator/results/run-summary.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { playRun, sessionConfig } from '../../helpers/session-harness.ts';

const fixture = (name: string): string[][] =>
  readFileSync(fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url)), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));

describe('backtrader', () => {
  it('made the same trades at the same times and prices (scripts/compare-backtrader.mjs)', async () => {
    const rows = fixture('backtrader-sma-cross-bars.csv');
    const bars = new BarColumns(rows.length);
    for (const [time = '', ...values] of rows) {
      const [open = 0, high = 0, low = 0, close = 0, volume = 0] = values.map(Number);
      bars.append(Date.parse(time), open, high, low, close, volume);
    }
    const kind = findBuiltIn('sma-cross', 'strategy');
    if (kind?.ok !== true) throw new Error('sma-cross comes with the program');
    const cross = kind.value.create(
      { fast: 10, slow: 30, interval: '1m', quantity: 10, flat_before_close: 0 },
      'sma-cross',
    );
    if (!cross.ok) throw new Error(cross.failure.message);
    const config = sessionConfig({
      symbols: ['SYNTH'],
      streams: ['1m'],
      day: '2025-07-01',
      until: '2025-07-03',
    });
    const { run, outcome } = await playRun(
      memoryStore({ symbol: asTicker('SYNTH'), interval: '1m', bars }),
      config,
      { strategies: [cross.value] },
    );
    expect(outcome).toEqual({ kind: 'completed' });
    const trades = reportRun(run).trade_list.map((trade) => [
      trade.entry_bar,
      trade.entry_price,
      trade.exit_bar,
      trade.exit_price,
      trade.quantity,
    ]);
    const wanted = fixture('backtrader-sma-cross-trades.csv').map(([entry, entered, leave, left, shares]) => [
      isoUtc(asEpochMs(Number(entry))),
      Number(entered),
      isoUtc(asEpochMs(Number(leave))),
      Number(left),
      Number(shares),
    ]);
    expect(wanted.length).toBe(10);
    expect(trades).toEqual(wanted);
  });
});
