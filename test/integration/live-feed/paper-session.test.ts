import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { JournalEntry } from '../../../core/session-coordinator/session/command.ts';
import { at } from '../../helpers/bar-builder.ts';
import { expectSameAgain, LIVE_DAY, liveConfig, liveMarket, openLiveDay } from '../../helpers/live-day.ts';

/** A live session whose orders go to a paper account over real sockets, through lost answers and a line that breaks. */

const home = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-paper-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const config = {
  ...liveConfig,
  strategies: [],
  api_config: { ...liveConfig.api_config, trade_api: 'alpaca_paper' as const },
};
const FAULTS = [
  { kind: 'order_timeout', at: '15:46', seconds: 600, times: 2 },
  { kind: 'partial_fills', at: '15:46', seconds: 600, times: 2 },
  { kind: 'drop_updates', at: '15:48', seconds: 600, times: 1 },
];

describe('a live session on a paper account', () => {
  it('has at the close what the account has, each order once, and replays byte for byte', async () => {
    await using market = await liveMarket(home, FAULTS, { speed: 200 });
    const journal: JournalEntry[] = [];
    const recorder = { event() {}, export() {}, journal: (entry: JournalEntry) => void journal.push(entry) };
    const { day, run } = await openLiveDay(market, recorder, undefined, config);
    market.begin();
    const order = { symbol: 'AAPL', side: 'buy', quantity: 4, order_type: 'market' } as const;
    const orders = run.trading.broker.ordersOf({ kind: 'user' });
    let placed = 0;
    const places = setInterval(() => {
      // The last order has its answer before the close.
      if (market.time.now() > at(`${LIVE_DAY} 15:56`)) return;
      const exits = placed++ === 5 ? { take_profit: 100_000, stop_loss: 1 } : {};
      void run.post({ type: 'place_order', ...order, ...exits });
    }, 250);
    expect(await run.run()).toEqual({ kind: 'completed' });
    clearInterval(places);
    day.close();
    const { venue } = market.simulator.paper;
    const held = orders.positions().map(({ symbol, quantity }) => [symbol, quantity]);
    expect(held).toEqual([...venue.positions].map(([symbol, { qty }]) => [symbol, qty]));
    expect(orders.account().cash).toBe(venue.cash);
    const names = venue.orders.map(({ terms }) => terms.clientOrderId);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(1);
    const findings = run.log.events.filter(({ type }) => type === 'account_finding');
    expect(findings).toEqual([]);
    await expectSameAgain(market, run, journal, config);
  });
});
