import type { Strategy } from '../../../core/analysis-engine/strategy.ts';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import type { Engine, OpenOptions } from '../../../core/index.ts';
import type { SessionConfig } from '../../../core/model/session-config.ts';

/** The example in docs/symbol-management.md, between the marks to the letter; a test compares and runs it. */

export async function steerFromCode(engine: Engine, config: SessionConfig, options: OpenOptions) {
  // example: steer
  const opened = engine.open(config, options); // options: { recorder, strategies, … }
  if (!opened.ok) throw new Error(opened.failure.message);
  const run = opened.value;
  const ended = run.run();
  await run.post({ type: 'add', symbol: 'AAPL', added_by: 'user', keep: true });
  await run.post({
    type: 'adhoc',
    symbol: 'MSFT',
    ask: { kind: 'history', interval: '1d', trailing_days: 20 },
  });
  await run.post({ type: 'upgrade', symbol: 'MSFT', added_by: 'user' });
  const removed = await run.post({ type: 'remove', symbol: 'AAPL' });
  if (!removed.ok) console.log(removed.failure.message); // AAPL cannot be removed: …
  // end
  return { run, ended, removed };
}

export function readerOf(seen: (values: readonly unknown[]) => void): Strategy {
  const note = (...values: readonly unknown[]): void => seen(values);
  // example: read
  const AAPL = asTicker('AAPL');
  const reader: Strategy = {
    name: 'reader',
    onInstant({ closed }, { view, symbols }) {
      symbols.add(AAPL); // idempotent
      note(
        closed.length, // series with a bar that closed at this instant
        view.activeSymbols(), // caught up
        view.pendingSymbols(), // requested, loading or catching up
        view.lastBars(AAPL, '5m', 20), // closed bars only, copies
        view.indicator(AAPL, 'macd(12,26,9)@5m', 1), // second output
        view.historicalIndicator(AAPL, 'high_low(20)@1d'), // first output: high
        view.gaps(AAPL, '1m'), // { firstMs, lastMs, count, confirmed }
      );
    },
  };
  // end
  return reader;
}
