import type { EquityPoint } from '../execution/equity-curve.ts';
import type { Money } from '../execution/money.ts';
import type { AccountSnapshot, Fill } from '../execution/order.ts';
import type { Trade } from '../execution/trade.ts';
import type { SessionConfig } from '../model/session-config.ts';
import type { SessionEvent } from '../model/session-event.ts';
import type { BenchmarkPrices } from './benchmark.ts';
import type { SessionSpan } from './exposure.ts';
import type { PricePoint } from './price-track.ts';

/** The parts of a run that its report needs. */
export interface ReportInput {
  readonly config: SessionConfig;
  readonly synthetic: boolean;
  readonly days: readonly string[];
  readonly sessions: readonly SessionSpan[];
  readonly account: AccountSnapshot;
  /** Notional of all fills. */
  readonly traded: Money;
  readonly trades: readonly Trade[];
  readonly fills: readonly Fill[];
  readonly points: readonly EquityPoint[];
  /** Equity at the close of each day. */
  readonly closes: readonly EquityPoint[];
  readonly benchmark: BenchmarkPrices;
  /** Prices of the symbols that traded. */
  readonly prices: readonly { readonly symbol: string; readonly points: readonly PricePoint[] }[];
  readonly events: readonly SessionEvent[];
  /** `10` for an instant from 10:00 to 10:59 exchange time. */
  readonly hourOf: (instant: number) => string;
  /** `2025-12-02 09:31` in the exchange's zone, for an ISO instant. */
  readonly timeOf: (instant: string) => string;
}
