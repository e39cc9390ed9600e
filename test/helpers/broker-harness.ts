import { asEpochMs, asTicker, MINUTE_MS, SECOND_MS, type Ticker } from '../../core/base/epoch-ms.ts';
import type { BrokerHost } from '../../core/execution/broker-host.ts';
import type { InstrumentTable } from '../../core/model/instrument.ts';
import type { MarketBar } from '../../core/execution/matching/match-order.ts';
import type {
  Fill,
  Order,
  OrderOwner,
  OrderRequest,
  OrderType,
  Refusal,
} from '../../core/execution/order.ts';
import type { OrderState } from '../../core/execution/order-state.ts';
import type { Orders } from '../../core/execution/orders.ts';
import { SimulatedBroker } from '../../core/execution/simulated-broker.ts';
import { tradingRules, type TradingRules } from '../../core/execution/trading-rules.ts';
import { sessionConfig } from './session-harness.ts';

/** Limits so wide that none gets in the way. */
const WIDE = {
  max_buying_power: 1e9,
  max_per_trade: 1e9,
  max_per_symbol: 1e9,
  max_open_positions: 100,
  starting_cash: 1_000_000,
};

function rulesOf(
  trading: Readonly<Record<string, unknown>> = {},
  instruments: InstrumentTable = {},
): TradingRules {
  const config = sessionConfig({ symbols: ['AAPL'] });
  const costs = { ...config.trading_config.costs, ...(trading['costs'] as object | undefined) };
  const merged = {
    ...config,
    instruments,
    trading_config: { ...config.trading_config, ...WIDE, ...trading, costs },
  };
  return tradingRules(merged);
}

export const wideRules = (): TradingRules => rulesOf();

export const START = asEpochMs(Date.UTC(2025, 6, 2, 13, 30));

/** The instrument of the bars; the harness has shares unless a test says otherwise. */
const SHARE = wideRules().tradables.of(asTicker('AAPL'));

/** `'100 102 98 101'`: open, high, low, close, then volume, 1,000 when left out. */
type Hours = Pick<MarketBar, 'regular' | 'sessionOpen' | 'sessionClose'>;

function barAt(text: string, openMs: number, span: number, hours: Hours): MarketBar {
  const [open = 0, high = 0, low = 0, close = 0, volume = 1_000] = text.split(' ').map(Number);
  return {
    openMs: asEpochMs(openMs),
    closeMs: asEpochMs(openMs + span),
    open: SHARE.asPrinted(open),
    high: SHARE.asPrinted(high),
    low: SHARE.asPrinted(low),
    close: SHARE.asPrinted(close),
    volume,
    ...hours,
  };
}

/** A broker with a clock that moves one minute with each bar. */
export class BrokerBench implements BrokerHost {
  readonly broker: SimulatedBroker;
  readonly user: Orders;
  readonly orders: Order[] = [];
  readonly fills: Fill[] = [];
  readonly empty: (readonly [OrderOwner, Ticker | undefined])[] = [];
  readonly halts: (Refusal | undefined)[] = [];
  refused: Refusal | undefined;
  clock = START;
  sessionOpen: number = START;
  sessionClose = Number.POSITIVE_INFINITY;
  readonly #last = new Map<Ticker, number>();
  readonly #otherPrice: number | undefined;

  constructor(trading: Readonly<Record<string, unknown>> = {}, instruments: InstrumentTable = {}) {
    this.#otherPrice = Object.keys(instruments).length === 0 ? 100 : undefined;
    this.broker = new SimulatedBroker(rulesOf(trading, instruments), this);
    this.user = this.broker.ordersOf({ kind: 'user' });
    this.broker.startDay();
  }

  now = () => this.clock;
  refusal = () => this.refused;
  /** Closes before the first bar; a harness of shares alone has 100 for those without one. */
  readonly firstPrice = new Map<Ticker, number>();
  priceOf = (symbol: Ticker) => this.#last.get(symbol) ?? this.firstPrice.get(symbol) ?? this.#otherPrice;
  tickHolds = () => true;
  metadataOf = () => undefined;
  orderChanged = (order: OrderState) => void this.orders.push(order.snapshot());
  filled = (fill: Fill) => void this.fills.push(fill);
  nothingToClose = (owner: OrderOwner, symbol: Ticker | undefined) => void this.empty.push([owner, symbol]);
  halted = (refusal: Refusal | undefined) => void this.halts.push(refusal);

  /** The session closes now; the next one opens at once. */
  nextDay(): void {
    this.broker.endDay({ open: asEpochMs(this.sessionOpen), close: this.clock }, 1);
    this.sessionOpen = this.clock;
    this.sessionClose = Number.POSITIVE_INFINITY;
    this.broker.startDay();
  }

  /** One bar of some symbols; a symbol left out has none this minute. `seconds` are the bars inside, one a second. */
  minute(
    bars: Readonly<Record<string, string>>,
    seconds: Readonly<Record<string, readonly string[]>> = {},
    regular = true,
  ): void {
    const openMs = this.clock;
    const { sessionOpen, sessionClose } = this;
    const hours = { regular, sessionOpen, sessionClose };
    const made = new Map(
      Object.entries(bars).map(([symbol, text]) => [asTicker(symbol), barAt(text, openMs, MINUTE_MS, hours)]),
    );
    const finer = new Map(
      Object.entries(seconds).map(([symbol, texts]) => [
        asTicker(symbol),
        texts.map((text, index) => barAt(text, openMs + index * SECOND_MS, SECOND_MS, hours)),
      ]),
    );
    for (const [symbol, { close }] of made) this.#last.set(symbol, close);
    this.clock = asEpochMs(openMs + MINUTE_MS);
    this.broker.play({ bar: (symbol) => made.get(symbol), finer: (symbol) => finer.get(symbol) });
  }

  submit(text: string, symbol = 'AAPL') {
    return this.user.submit(orderOf(text, symbol));
  }
}

/** `buy 10 market`, `sell 10 stop trail 2`, `buy 10 market ioc`, `sell 10 stop 95 gtc`, `buy 10 stop_limit 105 106 tp 110 sl 99`, `sell 10 limit 104 oco 1`. */
export function orderOf(text: string, symbol = 'AAPL'): OrderRequest {
  const words = text.split(' ');
  const after = (word: string): number | undefined => {
    const at = words.indexOf(word);
    return at < 0 ? undefined : Number(words[at + 1]);
  };
  const [side, quantity, type, first, second] = words;
  const trail = words[words.indexOf('trail') + 1] ?? '';
  const trails = words.includes('trail');
  const percent = trail.endsWith('%');
  const prices = {
    market: {},
    limit: { limitPrice: Number(first) },
    stop: trails ? {} : { stopPrice: Number(first) },
    stop_limit: { stopPrice: Number(first), limitPrice: Number(second) },
  }[type as OrderType];
  const request = {
    symbol: asTicker(symbol),
    side: side as 'buy' | 'sell',
    quantity: Number(quantity),
    type: type as OrderType,
    ...prices,
    timeInForce:
      (['gtc', 'open', 'close', 'ioc', 'fok'] as const).find((time) => words.includes(time)) ?? 'day',
    trailAmount: trails && !percent ? Number(trail) : undefined,
    trailPercent: trails && percent ? Number(trail.slice(0, -1)) : undefined,
    takeProfit: after('tp'),
    stopLoss: after('sl'),
    ocoWith: after('oco'),
  };
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined)) as never;
}

/** `#1 buy 10 @ 100 open`. */
export const fillText = ({ orderId, side, quantity, price, rule }: Fill): string =>
  `#${orderId} ${side} ${quantity} @ ${price} ${rule}`;
