import { asEpochMs } from '../../core/base/epoch-ms.ts';
import { tidy } from '../../core/execution/money.ts';
import { printRfc3339 } from '../../core/live-feed/alpaca/rfc3339.ts';
import type { MarketCalendar, TradingSession } from '../../core/time-manager/market-calendar.ts';
import type { PaperVenue } from './paper-venue.ts';

/** The answers of the simulated account, in Alpaca's shapes. */

const ACCOUNT_ID = '0d1c0f6e-0000-4000-8000-7a9edec00001';
const money = (amount: number): string => String(tidy(amount));

export function printAccount(venue: PaperVenue, now: number): Record<string, unknown> {
  const values = [...venue.positions].map(([symbol, { qty }]) => qty * (venue.prices.get(symbol) ?? 0));
  const long = values.filter((value) => value > 0).reduce((sum, value) => sum + value, 0);
  const short = values.filter((value) => value < 0).reduce((sum, value) => sum + value, 0);
  return {
    id: ACCOUNT_ID,
    account_number: 'PASIM00001',
    status: 'ACTIVE',
    currency: 'USD',
    cash: money(venue.cash),
    equity: money(venue.equity),
    last_equity: money(venue.equity),
    portfolio_value: money(venue.equity),
    long_market_value: money(long),
    short_market_value: money(short),
    buying_power: money(Math.max(0, venue.equity * 2 - long + short)),
    multiplier: '2',
    shorting_enabled: true,
    trading_blocked: false,
    transfers_blocked: false,
    account_blocked: false,
    trade_suspended_by_user: false,
    created_at: printRfc3339(now),
  };
}

export function printPosition(venue: PaperVenue, symbol: string): Record<string, unknown> {
  const { qty = 0, cost = 0 } = venue.positions.get(symbol) ?? {};
  const price = venue.prices.get(symbol) ?? 0;
  return {
    asset_id: '0d1c0f6e-0000-4000-8000-7a9edec00002',
    symbol,
    exchange: 'NASDAQ',
    asset_class: 'us_equity',
    asset_marginable: true,
    qty: String(qty),
    qty_available: String(qty),
    avg_entry_price: String(qty === 0 ? 0 : tidy(cost / qty)),
    side: qty < 0 ? 'short' : 'long',
    market_value: money(qty * price),
    cost_basis: money(cost),
    unrealized_pl: money(qty * price - cost),
    unrealized_plpc: '0',
    unrealized_intraday_pl: money(qty * price - cost),
    unrealized_intraday_plpc: '0',
    current_price: money(price),
    lastday_price: money(price),
    change_today: '0',
  };
}

export const printActivity = ({
  id,
  at,
  order,
  qty,
  cumulative,
  price,
}: PaperVenue['executions'][number]): Record<string, unknown> => ({
  id,
  account_id: ACCOUNT_ID,
  activity_type: 'FILL',
  transaction_time: printRfc3339(at),
  type: cumulative === order.terms.qty ? 'fill' : 'partial_fill',
  price: String(price),
  qty: String(qty),
  side: order.terms.side,
  symbol: order.terms.symbol,
  leaves_qty: String(order.terms.qty - cumulative),
  cum_qty: String(cumulative),
  order_id: order.id,
});

export function printClock(calendar: MarketCalendar, now: number): Record<string, unknown> {
  const day = calendar.dayOf(asEpochMs(now));
  const today = calendar.tradingSession(day);
  const nextDay = calendar.nextTradingDay(day);
  const following = nextDay === undefined ? undefined : calendar.tradingSession(nextDay);
  const next = (instant: (session: TradingSession) => number): string => {
    const session = today !== undefined && instant(today) > now ? today : following;
    return session === undefined ? '' : printRfc3339(instant(session));
  };
  return {
    timestamp: printRfc3339(now),
    is_open: today !== undefined && now >= today.open && now < today.close,
    next_open: next(({ open }) => open),
    next_close: next(({ close }) => close),
  };
}
