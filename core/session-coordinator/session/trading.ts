import { asTicker, daysFromCivil, type EpochMs, type Ticker, type TradingDay } from '../../base/epoch-ms.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { Broker } from '../../execution/broker.ts';
import type { BrokerReport } from '../../execution/broker-report.ts';
import type { Fill } from '../../execution/order.ts';
import { PaperBroker } from '../../execution/paper-broker.ts';
import { PriceTrack } from '../../report/price-track.ts';
import { actionsBetween } from '../../model/corporate-action.ts';
import type { AddedBy } from '../../model/symbol-metadata.ts';
import type { SessionData } from '../../session-data/session-data.ts';
import type { SessionDay } from '../streaming/session-day.ts';
import { createBroker } from '../trading/create-broker.ts';
import { HeldPrices, type HeldSymbol } from '../trading/held-prices.ts';
import { InstantBarsReader } from './instant-bars.ts';
import type { Session } from './session.ts';

/** A session together with its orders and account. */
export interface TradedSession {
  readonly session: Session;
  readonly trading: Trading;
}

/** Connects simulated execution to a run: passes it the bars of each instant and records the resulting events. */
export class Trading {
  readonly broker: Broker;
  /** The callers that added the symbols which a position or an order carries over to the next day. */
  readonly carriedOver = new Map<Ticker, AddedBy>();
  readonly benchmark: PriceTrack;
  /** Of the symbols that traded. */
  readonly prices = new Map<Ticker, PriceTrack>();
  /** The hours of each day of the run so far. */
  readonly sessions: { readonly open: EpochMs; close: EpochMs }[] = [];
  readonly #session: Session;
  readonly #bars: InstantBarsReader;
  /** By held symbol: the last day whose splits and dividends its positions and orders have. */
  readonly #actionsUntil = new Map<Ticker, TradingDay>();
  readonly #heldPrices: HeldPrices;
  /** Symbols that were held when the day began. */
  #heldOvernight: readonly Ticker[] = [];

  constructor(session: Session) {
    this.#session = session;
    const { trading_config: trading, session_data_config: data } = session.config;
    this.benchmark = new PriceTrack(asTicker(trading.benchmark || (data.symbols[0] ?? '')));
    this.broker = createBroker(session);
    this.#bars = new InstantBarsReader(session.options.store, this.broker.rules.tradables);
    this.#heldPrices = new HeldPrices((warning) => session.log.add(warning));
  }

  /** False while an instant changes nothing here: there is neither an order nor a position. */
  get isActive(): boolean {
    return this.broker.isActive;
  }

  /**
   * Begins with the bars that closed at `instant`. Returns a promise only where finer bars must be read to know what came
   * first: a wait at every instant would cost more than all the rest of it.
   */
  beginInstant(day: SessionDay, instant: number): Promise<void> | undefined {
    this.#bars.begin(day, instant);
    const ambiguous = this.broker.ambiguous(this.#bars);
    return ambiguous.length > 0 ? this.#bars.readFiner(ambiguous) : undefined;
  }

  /** Fills orders by the instant's bars. */
  playBars(): void {
    this.broker.play(this.#bars);
  }

  /** Applies a broker's reports of the account. */
  takeReport(report: BrokerReport): Result<null> {
    if (!(this.broker instanceof PaperBroker)) {
      return fail('not_allowed', 'Only a session on a paper account accepts its reports.');
    }
    this.broker.take(report);
    if (report.type !== 'account_opened') return ok(null);
    const { type, cash, positions } = report;
    this.#session.log.add({ type, cash, positions: positions.length });
    return ok(null);
  }

  /** A bar of today got other values, or came late. Returns the fills that its earlier values caused: they remain. */
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
    this.#applyActions();
    this.broker.startDay();
    this.#heldOvernight = this.broker.account.symbols();
    this.#heldPrices.startDay(this.#heldOvernight);
  }

  /** Splits and dividends of open positions, since the day up to which they were applied. */
  #applyActions(): void {
    const { day, log } = this.#session;
    if (day === undefined) return;
    const today = day.grid.session.day;
    for (const symbol of this.broker.heldSymbols()) {
      const record = day.data.record(symbol);
      const since = this.#actionsUntil.get(symbol);
      if (record === undefined || since === undefined) continue;
      this.#actionsUntil.set(symbol, today);
      const due = actionsBetween(record.actions, since, today);
      for (const { action, before, after, cash } of this.broker.applyActions(symbol, due)) {
        const { kind, exDate, factor, amount } = action;
        if (kind === 'split' && factor !== undefined) this.#heldPrices.split(symbol, factor);
        log.add({
          type: 'corporate_action',
          symbol,
          kind,
          ex_date: exDate,
          factor: factor ?? null,
          amount: amount ?? null,
          position_before: before,
          position: after,
          cash,
        });
      }
    }
  }

  /** Positions from here on were opened today: actions up to today are in their prices. */
  #noteHeld(today: TradingDay): void {
    const held = new Set(this.broker.heldSymbols());
    for (const symbol of this.#actionsUntil.keys()) if (!held.has(symbol)) this.#actionsUntil.delete(symbol);
    for (const symbol of held) if (!this.#actionsUntil.has(symbol)) this.#actionsUntil.set(symbol, today);
  }

  /** A day of the run without any bars. */
  skipDay(day: TradingDay): void {
    this.#heldPrices.endDay(day, this.#held(this.broker.account.symbols(), undefined));
  }

  #held(symbols: Iterable<Ticker>, data: SessionData | undefined): readonly HeldSymbol[] {
    return [...symbols].map((symbol) => {
      const bars = data?.record(symbol)?.base?.bars;
      const quantity = this.broker.account.netQuantity(symbol);
      if (bars === undefined || bars.length === 0) return { symbol, quantity, prices: undefined };
      return {
        symbol,
        quantity,
        prices: { open: bars.open[0] ?? NaN, close: bars.close[bars.length - 1] ?? NaN },
      };
    });
  }

  /** `next` is the day that follows in the run, where there is one. */
  endDay({ grid, data }: SessionDay, next: TradingDay | undefined): void {
    const hours = this.sessions.at(-1);
    if (hours !== undefined) hours.close = this.#session.clock.now();
    const nights = next === undefined ? 0 : dayNumber(next) - dayNumber(grid.session.day);
    this.broker.endDay(grid.session, nights);
    this.#trackPrices(grid, data, hours?.open ?? grid.start);
    const held = new Set([...this.#heldOvernight, ...this.broker.account.symbols()]);
    this.#heldPrices.endDay(grid.session.day, this.#held(held, data));
    this.#noteHeld(grid.session.day);
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
