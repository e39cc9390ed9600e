import { IsoPrinter } from '../../base/iso-printer.ts';
import type { Fill, OrderOwner, Refusal } from '../../execution/order.ts';
import type { OrderState } from '../../execution/order-state.ts';
import type { SessionEvent } from '../../model/session-event.ts';
import { asTicker, daysFromCivil, type EpochMs, type Ticker, type TradingDay } from '../../base/epoch-ms.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { Broker } from '../../execution/broker.ts';
import type { BrokerHost } from '../../execution/broker-host.ts';
import type { BrokerReport } from '../../execution/broker-report.ts';
import type { OrderGateway } from '../../execution/order-gateway.ts';
import { PaperBroker, type PaperHost } from '../../execution/paper-broker.ts';
import { SimulatedBroker } from '../../execution/simulated-broker.ts';
import type { Tradable } from '../../execution/tradable.ts';
import { tradingRules, type Tradables } from '../../execution/trading-rules.ts';
import type { InstrumentTable } from '../../model/instrument.ts';
import type { ReadonlyBarColumns } from '../../model/bar-columns.ts';
import { PriceTrack } from '../../report/price-track.ts';
import type { AddedBy } from '../../model/symbol-metadata.ts';
import { InstantBarsReader } from './instant-bars.ts';
import type { Session } from './session.ts';
import type { SessionDay } from '../streaming/session-day.ts';

const strategyOf = (owner: OrderOwner): string | null => (owner.kind === 'strategy' ? owner.name : null);

/** An order as it stands, for the log. */
const orderEvent = (seq: number, clock: string, order: OrderState): SessionEvent => ({
  seq,
  clock,
  type: 'order',
  symbol: order.symbol,
  order: order.id,
  status: order.status,
  side: order.buys ? 'buy' : 'sell',
  order_type: order.type,
  quantity: order.quantity,
  filled: order.filled,
  average_price: order.averagePrice,
  limit_price: order.limit ?? null,
  stop_price: order.stop ?? null,
  time_in_force: order.timeInForce,
  role: order.role,
  parent: order.parent ?? null,
  oco_with: order.ocoWith ?? null,
  owner: order.owner.kind,
  strategy: strategyOf(order.owner),
  tag: order.tag ?? null,
  rule: order.refusal?.rule ?? null,
  reason: order.refusal?.reason ?? null,
});

/** Makes the events of fills; instants of bars are printed by `printer`. */
const fillEvents =
  (printer: IsoPrinter) =>
  (seq: number, clock: string, fill: Fill): SessionEvent => ({
    seq,
    clock,
    type: 'fill',
    symbol: fill.symbol,
    fill: fill.id,
    order: fill.orderId,
    side: fill.side,
    quantity: fill.quantity,
    price: fill.price,
    slippage: fill.slippage,
    fee: fill.fee,
    rule: fill.rule,
    bar_open: printer.print(fill.barOpen),
    owner: fill.owner.kind,
    strategy: strategyOf(fill.owner),
    position: fill.position,
    cash: fill.cash,
  });

/** A session together with its orders and account. */
export interface TradedSession {
  readonly session: Session;
  readonly trading: Trading;
}

/** Ties simulated execution to a run: hands it the bars of each instant and puts on record what comes of them. */
export class Trading {
  readonly broker: Broker;
  /** Who had added the symbols that a position or an order takes along to the next day. */
  readonly carriedOver = new Map<Ticker, AddedBy>();
  readonly benchmark: PriceTrack;
  /** Of the symbols that traded. */
  readonly prices = new Map<Ticker, PriceTrack>();
  /** The hours of each day that was played. */
  readonly sessions: { readonly open: EpochMs; close: EpochMs }[] = [];
  readonly #session: Session;
  readonly #bars: InstantBarsReader;

  constructor(session: Session) {
    this.#session = session;
    const { trading_config: trading, session_data_config: data } = session.config;
    this.benchmark = new PriceTrack(asTicker(trading.benchmark || (data.symbols[0] ?? '')));
    this.broker = createBroker(session);
    this.#bars = new InstantBarsReader(session.options.store, this.broker.rules.tradables);
  }

  /** False while there is nothing to do at an instant: neither an order nor a position. */
  get watches(): boolean {
    return this.broker.watches;
  }

  /**
   * Looks at the bars that closed at `instant`. A promise only where finer bars must be read to know what came first: to
   * wait at every instant would cost more than all the rest of it.
   */
  look(day: SessionDay, instant: number): Promise<void> | undefined {
    this.#bars.begin(day, instant);
    const contested = this.broker.contested(this.#bars);
    return contested.length > 0 ? this.#bars.readFiner(contested) : undefined;
  }

  /** Fills orders by the bars that were looked at. */
  work(): void {
    this.broker.work(this.#bars);
  }

  /** What a broker's account tells. */
  takeReport(report: BrokerReport): Result<null> {
    if (!(this.broker instanceof PaperBroker)) {
      return fail('not_allowed', 'Only a session on a paper account takes its reports.');
    }
    this.broker.take(report);
    if (report.type !== 'account_opened') return ok(null);
    const { type, cash, positions } = report;
    this.#session.log.add({ type, cash, positions: positions.length });
    return ok(null);
  }

  /** A bar of today got other values, or came late. Answers the fills that were made by it as it was: they stand. */
  barCorrected(symbol: Ticker, openMs: number): readonly number[] {
    this.broker.barCorrected(symbol);
    return this.broker.fills
      .filter((fill) => fill.symbol === symbol && fill.barOpen === openMs)
      .map(({ id }) => id);
  }

  /** Why a symbol cannot be removed (a position, an order, a lock of the host), in words; undefined when it can. */
  lockedBy(symbol: Ticker): string | undefined {
    return this.#session.options.lockedBy(symbol) ?? this.broker.lockedBy(symbol);
  }

  startDay(): void {
    const now = this.#session.clock.now();
    this.sessions.push({ open: now, close: now });
    this.#bars.startDay();
    this.broker.startDay();
  }

  /** `next` is the day that follows in the run, where there is one. */
  endDay({ grid, data }: SessionDay, next: TradingDay | undefined): void {
    const hours = this.sessions.at(-1);
    if (hours !== undefined) hours.close = this.#session.clock.now();
    const nights = next === undefined ? 0 : dayNumber(next) - dayNumber(grid.session.day);
    this.broker.endDay(grid.session.close, nights);
    this.#trackPrices(grid, data, hours?.open ?? grid.start);
    this.carriedOver.clear();
    for (const symbol of this.broker.heldSymbols()) {
      const addedBy = data.record(symbol)?.metadata.added_by;
      if (addedBy !== undefined) this.carriedOver.set(symbol, addedBy);
    }
  }

  #trackPrices(grid: SessionDay['grid'], data: SessionDay['data'], since: number): void {
    const { fills, account } = this.broker;
    const used = new Set<Ticker>(account.holdings().map(({ symbol }) => symbol));
    for (let at = fills.length - 1; at >= 0 && (fills[at]?.clock ?? 0) >= since; at--) {
      used.add((fills[at] as Fill).symbol);
    }
    for (const symbol of used) if (!this.prices.has(symbol)) this.prices.set(symbol, new PriceTrack(symbol));
    for (const track of [this.benchmark, ...this.prices.values()]) {
      const record = data.record(track.symbol);
      if (record?.base === undefined || record.baseInterval === undefined) continue;
      const isWhole = track === this.benchmark || used.has(track.symbol);
      if (isWhole) track.addDay(record.base.bars, record.baseInterval, grid);
      else track.addLastClose(record.base.bars, record.baseInterval, grid);
    }
  }
}

function dayNumber(day: TradingDay): number {
  return daysFromCivil(Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10)));
}

/** Live, the account that the config names; everything else is simulated. */
function createBroker(session: Session): Broker {
  const rules = tradingRules(session.config, () => storedInstruments(session));
  const { live } = session.options;
  if (live === undefined || session.config.api_config.trade_api === 'simulated') {
    return new SimulatedBroker(rules, hostOf(session, rules.tradables));
  }
  const host: PaperHost = {
    ...hostOf(session, rules.tradables),
    accountLink: (connected, reason) => session.log.add({ type: 'account_link', connected, reason }),
    accountFinding: ({ type, kind, symbol, detail }) => session.log.add({ type, kind, symbol, detail }),
  };
  return new PaperBroker(rules, host, liveOrdersOnly(session, live.gateway));
}

/** What the store knows of instruments: it says the same of each of its symbols. */
function storedInstruments(session: Session): InstrumentTable | undefined {
  for (const { instruments } of session.day?.data.records() ?? []) {
    if (instruments !== undefined) return instruments;
  }
  return undefined;
}

/** What is played again has been sent before. */
function liveOrdersOnly(session: Session, gateway: OrderGateway | undefined): OrderGateway {
  const present = (): OrderGateway | undefined => (session.isRecorded ? undefined : gateway);
  return {
    place: (order, exits) => present()?.place(order, exits),
    cancel: (order) => present()?.cancel(order),
    replace: (order, change) => present()?.replace(order, change),
  };
}

function hostOf(session: Session, tradables: Tradables): BrokerHost {
  const recordOf = (symbol: Ticker) => session.day?.data.record(symbol);
  const fillEvent = fillEvents(new IsoPrinter());
  return {
    now: () => session.clock.now(),
    refusal: (symbol) => refusalOf(session, symbol),
    priceOf(symbol) {
      const last = session.day?.data.metrics(symbol)?.last;
      return last === undefined ? undefined : tradables.of(symbol).asPrinted(last);
    },
    tickHolds: (symbol) => tickHolds(recordOf(symbol)?.base?.bars, tradables.of(symbol)),
    metadataOf: (symbol) => recordOf(symbol)?.metadata,
    orderChanged: (order) => session.log.record(orderEvent, order),
    filled: (fill) => session.log.record(fillEvent, fill),
    halted: (refusal) =>
      session.log.add(
        refusal === undefined ? { type: 'trading_resumed' } : { type: 'trading_halted', ...refusal },
      ),
  };
}

/** False where the last bar lies off the tick, as adjusted prices do. */
function tickHolds(bars: ReadonlyBarColumns | undefined, tradable: Tradable): boolean {
  const at = (bars?.length ?? 0) - 1;
  if (bars === undefined || at < 0) return true;
  return [bars.open, bars.high, bars.low, bars.close].every((column) =>
    tradable.isOnTick(tradable.asPrinted(column[at] as number)),
  );
}

function refusalOf(session: Session, symbol: Ticker): Refusal | undefined {
  const { day } = session;
  if (day === undefined || !session.isStreaming) {
    return { rule: 'session', reason: 'No session is on; orders are taken from its open to its close.' };
  }
  if (!session.gate.active) {
    return { rule: 'catch_up', reason: `Orders are not taken during a catch-up: ${catchUpText(day)}.` };
  }
  const record = day.data.record(symbol);
  if (record?.admitted !== true) {
    return { rule: 'symbol', reason: `${symbol} is not in the session; add it first.` };
  }
  if (record.base === undefined) {
    return { rule: 'symbol', reason: `${symbol} has no bars of today in the session; upgrade it first.` };
  }
  if (record.stage === 'active') return undefined;
  return { rule: 'catch_up', reason: `Orders of ${symbol} are not taken during its catch-up.` };
}

/** `NVDA has 142 of 212 bars`. */
function catchUpText(day: SessionDay): string {
  const running = [...day.catchUps.running];
  if (running.length === 0) return 'the session is behind its clock';
  return running
    .map(({ slot, doneBars, totalBars }) => `${slot.record.symbol} has ${doneBars} of ${totalBars} bars`)
    .join(', ');
}
