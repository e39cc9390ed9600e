import { asTicker, type Ticker } from '../../../core/base/epoch-ms.ts';
import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';
import { walkTape, type MarketTape } from '../market-tape.ts';

/** Markets of the generated exchange, as the exchange writes them. */
const MARKETS: readonly Ticker[] = ['BTCUSDT', 'ETHUSDT', 'SOLUSDT', 'XRPUSDT', 'DOGEUSDT'].map(asTicker);

/** A generated market of coins around the clock; `calendar` is that of the group CRYPTO. */
export const coinTape = (seed: string, calendar: MarketCalendar): MarketTape => ({
  ...walkTape(seed, calendar),
  name: `a generated market of coins (seed ${seed})`,
  symbols: () => Promise.resolve(MARKETS),
});
