import { asTicker, MINUTE_MS, type EpochMs, type Ticker } from '../../base/epoch-ms.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { FeedBar, LinkState, TradingStatus } from '../../live-feed/feed-events.ts';
import { FeedStats } from '../../live-feed/feed-stats.ts';
import type { LinkListener, StreamLink } from '../../live-feed/stream-link.ts';
import type { SessionCommand } from '../session/command.ts';
import type { FeedRow } from '../streaming/live-bars.ts';
import type { LiveTime } from '../session/live-options.ts';
import type { Session } from '../session/session.ts';
import { LIVE_IS_REAL_TIME, isPlayPace } from './live-is-real-time.ts';
import { HaltedSymbols } from './halted-symbols.ts';
import { MarketHorizon } from './market-horizon.ts';
import { SETTLE_MS, TodayFiller, type TodayFillerPorts } from './today-filler.ts';

export interface LiveSessionPorts extends TodayFillerPorts {
  /** Calls back once the market's time is known. */
  at(instant: number, call: () => void): Disposable;
  /** The feed reported an event of this instant, which overrules this machine's clock. */
  heard?(instant: number): void;
  /** Ensures that the store has the days before today that the config requires. */
  prepareHistory(symbols: readonly Ticker[]): Promise<Result<void>>;
  /** How long to wait for the bars of a minute, in ms of the market. */
  readonly graceMs: number;
  /** Most time between two beats, in ms of the market; a longer gap was a sleep. */
  readonly longestBeatMs: number;
  /** The clock of a resumed day at its interruption; undefined for a new day. UTC epoch ms. */
  readonly stoodAt?: EpochMs | undefined;
}

/** The last bars before an interruption may have been part of a minute's bars, or be corrected later. */
const LOOKED_BACK_MS = 3 * MINUTE_MS;

/**
 * A session on a live feed: turns the feed's messages into commands of the run, fetches missed bars, and limits the
 * session's clock. The run itself is that of a backtest.
 */
export class LiveSession implements LinkListener, LiveTime, Disposable {
  readonly truth: FeedStats;
  readonly #ports: LiveSessionPorts;
  readonly #horizon: MarketHorizon;
  readonly #today: TodayFiller;
  readonly #wanted = new Set<Ticker>();
  /** Minutes that the stream has delivered, by symbol. */
  readonly #streamed = new Map<string, Set<number>>();
  readonly #halted = new HaltedSymbols();
  #link: StreamLink | undefined;
  #session: Session | undefined;
  #over = false;
  #started = false;
  #waiting: (() => void)[] = [];
  /** Time of the last bar, in the market's time. */
  #heardAt: number;
  readonly #timers = new Set<Disposable>();
  #pastIsPlayed = (): void => {};

  constructor(ports: LiveSessionPorts) {
    this.#ports = ports;
    this.truth = new FeedStats(ports.now());
    this.#horizon = new MarketHorizon(() => ports.now(), ports.graceMs, ports.longestBeatMs);
    this.#horizon.stand(ports.stoodAt);
    this.#heardAt = ports.stoodAt ?? ports.now();
    this.#today = new TodayFiller(ports, this.truth, (symbol, openMs) =>
      this.#horizon.noteBar(symbol, openMs),
    );
  }

  horizon(): number {
    this.#pastIsPlayed();
    return this.#horizon.value;
  }

  isOver(): boolean {
    return this.#over;
  }

  /**
   * Connects, and fetches today's earlier data: history, and the minutes since the open. The stream is collected during
   * that. Await it before the run starts; a resumed day starts immediately and connects when its recorded part has been
   * played. Fails when the feed refuses permanently.
   */
  async prepare(session: Session, link: StreamLink): Promise<Result<void>> {
    this.#session = session;
    this.#link = link;
    this.#today.follow(session);
    if (this.#ports.stoodAt === undefined) return this.#connect(session, link);
    void this.#goOn(session, link);
    return ok(undefined);
  }

  /** Bars from a time without a connection are fetched like those lost in an interruption; corrections too. */
  async #goOn(session: Session, link: StreamLink): Promise<void> {
    this.#today.unheard.lost(this.#heardAt);
    await new Promise<void>((resolve) => {
      this.#pastIsPlayed = resolve;
    });
    for (const { symbol } of session.day?.data.records() ?? []) this.#wanted.add(symbol);
    const connected = await this.#connect(session, link);
    if (!connected.ok) this.#ports.logger.warn('not connected', { reason: connected.failure.message });
  }

  async #connect(session: Session, link: StreamLink): Promise<Result<void>> {
    for (const symbol of session.symbols) this.#wanted.add(symbol);
    link.want(this.#wanted);
    link.start();
    const settled = await this.#untilSubscribed([...this.#wanted]);
    if (!settled.ok) return settled;
    const prepared = await this.#ports.prepareHistory([...this.#wanted]);
    if (!prepared.ok) this.#ports.logger.warn('no history', { reason: prepared.failure.message });
    await this.#catchUpWithMarket([...this.#wanted]);
    this.#started = true;
    this.#at(this.#ports.session.close + SETTLE_MS, () => void this.#endDay());
    this.#lookForGapsEveryMinute();
    return ok(undefined);
  }

  /** A symbol that is new to the feed is subscribed and fetched before the session gets it. */
  async around(
    command: SessionCommand,
    post: (command: SessionCommand) => Promise<Result<null>>,
  ): Promise<Result<null>> {
    if (isPlayPace(command)) return LIVE_IS_REAL_TIME;
    if (command.type === 'add' || command.type === 'adhoc' || command.type === 'upgrade') {
      const symbol = asTicker(command.symbol);
      const joined = await this.#join(symbol);
      if (!joined.ok) return joined;
    }
    const answer = await post(isTrading(command) ? { ...command, received_ms: this.#ports.now() } : command);
    if (command.type === 'remove' && answer.ok) this.#leave(asTicker(command.symbol));
    return answer;
  }

  async #join(symbol: Ticker): Promise<Result<void>> {
    if (this.#wanted.has(symbol)) return ok(undefined);
    this.#wanted.add(symbol);
    this.#link?.want(this.#wanted);
    const subscribed = await this.#untilSubscribed([symbol]);
    const refusal = this.#link?.refused.find((each) => each.symbol === symbol);
    if (!subscribed.ok || refusal !== undefined) {
      this.#leave(symbol);
      const why = refusal?.reason ?? (subscribed.ok ? '' : subscribed.failure.message);
      return fail('not_allowed', `${symbol} cannot be streamed: ${why}.`);
    }
    const prepared = await this.#ports.prepareHistory([symbol]);
    if (!prepared.ok) this.#ports.logger.warn('no history', { symbol, reason: prepared.failure.message });
    await this.#today.fetch([symbol], this.#ports.session.open, false);
    return ok(undefined);
  }

  /** Call it every half second or so of real time: it notices that the machine slept. */
  beat(): void {
    if (this.#horizon.beat()) this.#link?.reopen('this machine slept');
  }

  [Symbol.dispose](): void {
    for (const timer of this.#timers) timer[Symbol.dispose]();
    this.#timers.clear();
  }

  #at(instant: number, call: () => void): void {
    const timer = this.#ports.at(instant, () => {
      this.#timers.delete(timer);
      call();
    });
    this.#timers.add(timer);
  }

  #lookForGapsEveryMinute(): void {
    const next = Math.floor((this.#ports.now() - SETTLE_MS) / MINUTE_MS) * MINUTE_MS + MINUTE_MS + SETTLE_MS;
    this.#at(next, () => {
      void this.#today.lookForGaps([...this.#wanted]);
      if (next < this.#ports.session.close) this.#lookForGapsEveryMinute();
    });
  }

  #leave(symbol: Ticker): void {
    this.#wanted.delete(symbol);
    this.truth.noteLeft(symbol);
    this.#horizon.forget(symbol);
    this.#today.forget(symbol);
    this.#link?.want(this.#wanted);
  }

  link(state: LinkState, reason: string): void {
    this.truth.noteState(state, reason, this.#ports.now());
    if (state === 'waiting') {
      this.#horizon.stand();
      this.#today.unheard.lost(this.#heardAt);
    }
    this.#wake();
  }

  subscribed(held: ReadonlySet<string>, refused: FeedStats['refused']): void {
    this.truth.asked = this.#wanted.size;
    this.truth.noteHeld(held, this.#ports.now());
    this.truth.refused = refused;
    for (const symbol of held) this.#today.unheard.heardAgain(this.#ports.now(), symbol);
    this.#wake();
    if (this.#started && this.#horizon.stands && this.#isSettled([...this.#wanted])) {
      void this.#catchUpWithMarket([...this.#wanted]);
    }
  }

  bars(bars: readonly FeedBar[]): void {
    for (const symbol of this.#halted.tradingAgain(bars)) this.#tell(symbol, false, 'Its bars come again');
    for (const { openMs } of bars) this.#ports.heard?.(openMs + MINUTE_MS);
    const received_ms = this.#ports.now();
    this.#heardAt = received_ms;
    const rows = bars.map((bar): FeedRow => {
      if (bar.kind === 'correction') this.truth.of(bar.symbol).corrected++;
      else if (this.#wasStreamed(bar)) this.truth.of(bar.symbol).duplicated++;
      else this.truth.noteArrival(bar.symbol, bar.openMs, received_ms, this.#horizon.graceMs);
      if (bar.openMs <= received_ms) this.#horizon.noteBar(bar.symbol, bar.openMs);
      const kind = bar.kind === 'correction' ? 'u' : 'b';
      return [bar.symbol, kind, bar.openMs, bar.open, bar.high, bar.low, bar.close, bar.volume];
    });
    void this.#session?.post({ type: 'bars', received_ms, rows });
  }

  status(status: TradingStatus): void {
    this.#halted.note(status);
    this.#tell(status.symbol, status.halted, status.reason);
  }

  #tell(symbol: string, halted: boolean, reason: string): void {
    void this.#session?.post({ type: 'trading_status', symbol, halted, reason });
  }

  unreadable(count: number): void {
    this.truth.unreadable += count;
  }

  heard(): void {
    this.truth.lastMessageMs = this.#ports.now();
  }

  /** Fetches missed bars, then lets the clock continue: bars that closed in between are caught up. */
  async #catchUpWithMarket(symbols: readonly Ticker[]): Promise<void> {
    const from = this.#started ? this.#heardAt - LOOKED_BACK_MS : this.#ports.session.open;
    await this.#today.fetch(symbols, from, this.#started);
    if (this.truth.state !== 'streaming') return;
    const now = this.#ports.now();
    const boundary = Math.floor(now / MINUTE_MS) * MINUTE_MS - 1;
    this.#today.unheard.heardAgain(now);
    // The history has the corrections from a time without a connection once they have settled.
    if (this.#started)
      this.#at(now + MINUTE_MS + SETTLE_MS, () => void this.#today.fetch([...this.#wanted], from, true));
    if (boundary > this.#ports.session.open) {
      void this.#session?.post({ type: 'advance', clock_ms: Math.max(boundary, this.#horizon.value) });
    }
    this.#horizon.goOn();
  }

  #wasStreamed({ symbol, openMs }: FeedBar): boolean {
    let streamed = this.#streamed.get(symbol);
    if (streamed === undefined) {
      streamed = new Set();
      this.#streamed.set(symbol, streamed);
    }
    if (streamed.has(openMs)) return true;
    streamed.add(openMs);
    return false;
  }

  async #endDay(): Promise<void> {
    await this.#today.settle([...this.#wanted]);
    await this.#session?.post({ type: 'advance', clock_ms: this.#ports.session.close });
    this.#horizon.goOn();
    this.#over = true;
  }

  #isSettled(symbols: readonly Ticker[]): boolean {
    const refused = new Set(this.#link?.refused.map(({ symbol }) => symbol));
    return symbols.every((symbol) => this.#link?.held.has(symbol) === true || refused.has(symbol));
  }

  async #untilSubscribed(symbols: readonly Ticker[]): Promise<Result<void>> {
    while (!this.#isSettled(symbols)) {
      if (this.truth.state === 'failed')
        return fail('not_allowed', `The feed refuses: ${this.truth.reason}.`);
      if (this.truth.state === 'stopped') return fail('cancelled', 'The feed was stopped.');
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    return ok(undefined);
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}

const TRADING: ReadonlySet<SessionCommand['type']> = new Set(['place_order', 'replace_order', 'flatten']);
const isTrading = (
  command: SessionCommand,
): command is Extract<SessionCommand, { type: 'place_order' | 'replace_order' | 'flatten' }> =>
  TRADING.has(command.type);
