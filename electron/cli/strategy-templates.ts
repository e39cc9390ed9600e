/** The file that `tapedeck new strategy` writes; NAME is replaced. It runs without changes. */
export const STRATEGY_TEMPLATE = `import { defineStrategy } from 'tapedeck/strategy';
import { z } from 'zod';

/** Buys at a close above the highs of the bars before, with a stop at their lows, and sells at a close below those. */
export default defineStrategy({
  name: 'NAME',
  description: 'Follows breakouts of the last bars.',

  // Parameters that a session config may set, with bounds and defaults: { "name": "NAME.ts", "bars": 30 }.
  params: z.object({
    bars: z.int().min(2).max(200).default(20).describe('Bars to break out of.'),
    interval: z.enum(['1m', '5m', '15m']).default('5m').describe('Interval of the bars that it watches.'),
    money: z.number().min(0).default(5000).describe('Money of a position.'),
  }),

  // Data that every symbol of the session must have.
  needs: ({ interval }) => ({ intervals: [interval] }),

  // State of its own, created for each run.
  state: () => ({ fills: 0 }),

  onStart(ctx) {
    ctx.log.info(\`\${ctx.clock.day()} begins with \${ctx.view.activeSymbols().length} symbols\`);
  },

  // Once per instant, with every bar that closed at it.
  onInstant({ closed }, ctx) {
    for (const { symbol, interval } of closed) {
      if (interval !== ctx.params.interval) continue;
      const { bars } = ctx.params;
      const { high, low, close, length } = ctx.view.lastBars(symbol, interval, bars + 1);
      if (length <= bars) continue;
      const last = close[length - 1]!;
      const highest = Math.max(...high.subarray(0, length - 1));
      const lowest = Math.min(...low.subarray(0, length - 1));
      const isIdle = ctx.orders.position(symbol) === undefined && ctx.orders.working(symbol).length === 0;
      if (last > highest && isIdle) {
        ctx.signal({ symbol, direction: 'long', text: \`above \${highest}, the high of \${bars} bars\` });
        // Filled by the next bar; the stop rests from then on. The log has rejections.
        ctx.orders.buy(symbol, Math.max(1, Math.floor(ctx.params.money / last)), { stopLoss: lowest });
      } else if (last < lowest && !isIdle) {
        ctx.signal({ symbol, direction: 'flat', text: \`below \${lowest}, the low of \${bars} bars\` });
        ctx.orders.flatten(symbol);
      }
    }
  },

  onFill(fill, ctx) {
    ctx.state.fills += 1;
    ctx.log.info(\`\${fill.side} \${fill.quantity} \${fill.symbol} at \${fill.price}\`);
  },

  onEnd(ctx) {
    ctx.log.info(\`\${ctx.state.fills} fills so far, equity \${ctx.orders.account().equity.toFixed(2)}\`);
  },
});
`;

/** The file that \`tapedeck new scanner\` writes. */
export const SCANNER_TEMPLATE = `import { defineScanner } from 'tapedeck/strategy';
import { z } from 'zod';

/** Adds symbols that have risen most since the open, and removes them when they are down. */
export default defineScanner({
  name: 'NAME',
  description: 'Adds symbols that have risen most since the open.',

  params: z.object({
    percent: z.number().min(0).max(100).default(1).describe('Rise since the open, in percent.'),
    at: z.array(z.string()).default(['10:00', '11:00', '12:00']).describe('Exchange times at which it scans.'),
  }),

  schedule: ({ at }) => ({ at }),
  state: () => ({ mine: new Set<string>() }),

  // Before the session: little of many symbols. They are in the session, but not as full members, and no strategy trades them.
  setup(ctx) {
    ctx.state.mine.clear();
    for (const symbol of ctx.universe()) ctx.symbols.adhoc(symbol, { bars: '1m' });
  },

  scan(ctx) {
    for (const symbol of ctx.view.activeSymbols()) {
      const bars = ctx.view.barsSince(symbol, '1m', ctx.clock.open());
      if (bars.length === 0) continue;
      const rise = 100 * (bars.close[bars.length - 1]! / bars.open[0]! - 1);
      const isFull = ctx.view.metadata(symbol)?.meets_session_config_requirements === true;
      if (rise >= ctx.params.percent && !isFull) {
        ctx.state.mine.add(symbol);
        ctx.symbols.add(symbol);
      } else if (rise < 0 && ctx.state.mine.has(symbol) && ctx.symbols.lockedBy(symbol) === undefined) {
        ctx.state.mine.delete(symbol);
        ctx.symbols.remove(symbol);
        ctx.symbols.adhoc(symbol, { bars: '1m' });
      }
    }
  },
});
`;
