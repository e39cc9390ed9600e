import { MINUTE_MS } from '../../core/base/epoch-ms.ts';
import { Emitter } from '../../core/base/emitter.ts';
import type { SessionState } from '../../core/model/session-event.ts';
import type {
  Batch,
  CatchupReport,
  LogRow,
  ProgressMark,
  SessionHeader,
  SignalRow,
} from '../../electron/contract/batch.ts';
import type { ClientMessage, EngineMessage } from '../../electron/contract/message.ts';
import type { WindowPort } from '../../renderer/bridge/window-port.ts';
import type { RequestName, RequestParams } from '../../electron/contract/requests.ts';
import { CLOSE_MS, OPEN_MS, seeded } from './scripted-market.ts';
import { answerTo, CONFIGS, STORED } from './scripted-answers.ts';
import { INTERVALS, ScriptedSymbol } from './scripted-symbol.ts';

const FRAME_MS = 33;
const THRESHOLD_SECONDS = 60;

type Requests = { readonly [N in RequestName]: (params: RequestParams<N>) => unknown };
interface Chart {
  readonly chartId: string;
  readonly symbol: string;
  readonly interval: (typeof INTERVALS)[number];
  sent: number;
  fresh: boolean;
}

/**
 * An engine that only plays one: a plausible session with adds, a catch-up at a pace the eye can follow, bars and signals.
 * `advance` moves it by wall time, so a test needs no clock of its own.
 */
export class ScriptedEngine implements WindowPort {
  readonly showsFolders = false;
  readonly #messages = new Emitter<EngineMessage>();
  readonly #symbols = new Map<string, ScriptedSymbol>();
  readonly #random = seeded(11);
  #charts: Chart[] = [];
  #config = CONFIGS[0];
  #seq = 0;
  #full = true;
  #playing = false;
  #speed = 60;
  #pace = 0;
  #clockMs = OPEN_MS;
  #carry = 0;
  #catchupCarry = 0;
  #runToMs = CLOSE_MS;
  #dropped = 0;
  #droppedInBlock = 0;
  #delivered = 0;
  #bars = 0;
  #logSeq = 0;
  #signals: SignalRow[] = [];
  #signalId = 0;
  #log: LogRow[] = [];
  #marks: ProgressMark[] = [];
  #catchups: CatchupReport[] = [];
  #removed: string[] = [];
  #state: SessionState = 'paused';
  #dead = false;

  constructor() {
    this.#open();
  }

  /** Runs on its own; the answer stops it. */
  start(): () => void {
    const timer = setInterval(() => this.advance(FRAME_MS), FRAME_MS);
    return () => clearInterval(timer);
  }

  post(message: ClientMessage): void {
    if (message.kind !== 'request') return;
    const { id, name, params } = message;
    queueMicrotask(() => this.#messages.emit(this.#answer(id, name as RequestName, params)));
  }

  onMessage(listener: (message: EngineMessage) => void): Disposable {
    return this.#messages.subscribe(listener);
  }

  close(): void {}

  isLost(): boolean {
    return false;
  }

  die(reason: string): void {
    this.#dead = true;
    this.#messages.emit({ kind: 'engine_died', reason });
  }

  advance(wallMs: number): void {
    if (this.#dead) return;
    this.#provision();
    if (!this.#catchUp(wallMs) && this.#playing) this.#play(wallMs);
    this.#settle();
    this.#messages.emit({ kind: 'batch', batch: this.#batch() });
  }

  /** Requests that do not concern a running session are not answered here. */
  readonly #requests: Partial<Requests> = {
    catalog: () => ({
      indicators: [],
      strategies: [],
      configs: CONFIGS,
      symbols: STORED,
      store_location: '~/.local/share/tapedeck/data',
      store_failure: null,
    }),
    open_session: ({ config_id }) => {
      this.#config = CONFIGS.find((config) => config.config_id === config_id) ?? this.#config;
      this.#open();
    },
    play: () => this.#run(CLOSE_MS),
    pause: () => {
      this.#playing = false;
    },
    step: ({ count }) => this.#processUntil(this.#clockMs + count * MINUTE_MS),
    step_back: ({ count }) => this.#rewind(this.#clockMs - count * MINUTE_MS),
    run_to: ({ clock_ms }) => this.#run(clock_ms),
    restart: () => this.#open(),
    set_speed: ({ multiplier }) => {
      this.#speed = multiplier;
    },
    set_catchup_pace: ({ bars_per_second }) => {
      this.#pace = bars_per_second;
    },
    validate_symbol: ({ symbol }) => answerTo(symbol, this.#symbols.has(symbol)),
    add_symbol: ({ symbol }) => this.add(symbol),
    remove_symbol: ({ symbol }) => {
      this.#symbols.delete(symbol);
      this.#removed.push(symbol);
      this.#say('symbol_removed', symbol, `${symbol} was removed: asked by the user`);
      this.#marks.push({ clockMs: this.#clockMs, kind: 'removed', symbol });
    },
    upgrade_symbol: ({ symbol }) => {
      const entry = this.#symbols.get(symbol);
      if (entry !== undefined) entry.full = true;
    },
    subscribe_charts: ({ charts }) => {
      this.#charts = charts.map(({ chart_id, symbol, interval }) => ({
        chartId: chart_id,
        symbol,
        interval: interval as Chart['interval'],
        sent: 0,
        fresh: true,
      }));
    },
    settle_unfinished: () => undefined,
    snapshot: () => {
      this.#full = true;
    },
  };

  add(symbol: string, addedBy: 'user' | 'adhoc' | 'scanner' | 'strategy' = 'user'): void {
    this.#symbols.set(symbol, new ScriptedSymbol(symbol, addedBy, this.#clockMs, 'queued'));
    this.#say('symbol_requested', symbol, `${symbol} was asked for by ${addedBy}: 1m 5m 15m`);
  }

  #answer(id: number, name: RequestName, params: unknown): EngineMessage {
    const { [name]: run } = this.#requests as Record<string, (params: unknown) => unknown>;
    return { kind: 'response', id, ok: true, value: run?.(params) ?? null };
  }

  #open(): void {
    this.#dead = false;
    this.#symbols.clear();
    for (const symbol of this.#config?.symbols ?? []) {
      this.#symbols.set(symbol, new ScriptedSymbol(symbol, 'config', null, 'active'));
    }
    this.#clockMs = OPEN_MS;
    this.#playing = false;
    this.#full = true;
    this.#logSeq = 0;
    this.#marks = [];
    this.#say('session_state', null, 'loading → active: everything is there');
    for (const chart of this.#charts) chart.fresh = true;
  }

  #run(untilMs: number): void {
    this.#playing = true;
    this.#runToMs = untilMs;
  }

  #rewind(toMs: number): void {
    this.#clockMs = Math.max(OPEN_MS, toMs);
    this.#full = true;
    for (const entry of this.#symbols.values()) entry.done = (this.#clockMs - OPEN_MS) / MINUTE_MS;
    for (const chart of this.#charts) chart.fresh = true;
  }

  #provision(): void {
    const next = { queued: 'validating', validating: 'loading', loading: 'catching_up' } as const;
    for (const entry of this.#symbols.values()) {
      if (entry.phase === 'queued' || entry.phase === 'loading') entry.phase = next[entry.phase];
      else if (entry.phase === 'validating') this.#validate(entry);
      if (entry.phase !== 'catching_up' || entry.total > 0) continue;
      entry.total = (this.#clockMs - OPEN_MS) / MINUTE_MS;
      entry.worstLagMs = Math.max(0, entry.lagMs(this.#clockMs) - MINUTE_MS);
      this.#droppedInBlock = 0;
      this.#say('session_state', null, `active → catching_up: ${entry.symbol} is behind`);
    }
  }

  #validate(entry: ScriptedSymbol): void {
    const answer = answerTo(entry.symbol, false);
    entry.phase = answer.can_proceed ? 'loading' : 'failed';
    entry.reason = answer.can_proceed ? '' : answer.reasons.join(' ');
    if (answer.can_proceed) return;
    this.#say('symbol_failed', entry.symbol, entry.reason);
    this.#marks.push({ clockMs: this.#clockMs, kind: 'failed', symbol: entry.symbol });
  }

  /** True while a symbol is behind: the clock is stopped. */
  #catchUp(wallMs: number): boolean {
    const behind = [...this.#symbols.values()].filter((entry) => entry.phase === 'catching_up');
    if (behind.length === 0) return false;
    this.#catchupCarry += this.#pace === 0 ? Number.POSITIVE_INFINITY : (this.#pace * wallMs) / 1_000;
    for (const entry of behind) {
      const count = Math.min(Math.floor(this.#catchupCarry), entry.total - entry.done);
      entry.done += count;
      entry.dropped += count;
      this.#dropped += count;
      this.#droppedInBlock += count;
      this.#bars += count;
      if (entry.done >= entry.total) this.#arrive(entry);
    }
    this.#catchupCarry %= 1;
    if (!Number.isFinite(this.#catchupCarry)) this.#catchupCarry = 0;
    return true;
  }

  #arrive(entry: ScriptedSymbol): void {
    const { symbol, total, dropped } = entry;
    entry.phase = 'active';
    const wallMs = this.#pace === 0 ? 3 : (total / this.#pace) * 1_000;
    this.#catchups.push({
      symbol,
      bars: total,
      droppedNotifications: dropped,
      wallMs,
      clockMs: this.#clockMs,
    });
    this.#say(
      'symbol_active',
      symbol,
      `${symbol} caught up: ${total} bars, ${dropped} notifications dropped`,
    );
    this.#say('session_state', null, `catching_up → active: ${symbol} is within the threshold`);
    this.#marks.push({ clockMs: this.#clockMs, kind: 'added', symbol });
  }

  #play(wallMs: number): void {
    this.#carry += this.#speed === 0 ? 12 : (this.#speed * wallMs) / MINUTE_MS;
    const minutes = Math.floor(this.#carry);
    this.#carry -= minutes;
    this.#processUntil(Math.min(this.#runToMs, this.#clockMs + minutes * MINUTE_MS));
    if (this.#clockMs >= this.#runToMs) this.#playing = false;
  }

  #processUntil(untilMs: number): void {
    while (this.#clockMs < Math.min(untilMs, CLOSE_MS)) {
      this.#clockMs += MINUTE_MS;
      for (const entry of this.#symbols.values()) {
        if (entry.phase !== 'active') continue;
        entry.done = (this.#clockMs - OPEN_MS) / MINUTE_MS;
        this.#bars += 1;
        this.#delivered += 1;
        if (this.#random() < 0.012) this.#signal(entry);
      }
    }
  }

  #signal(entry: ScriptedSymbol): void {
    const { symbol, day, done } = entry;
    const direction = (['long', 'short', 'flat'] as const)[Math.floor(this.#random() * 3)] ?? 'flat';
    const price = day[done - 1]?.close ?? 0;
    this.#signalId += 1;
    const text = {
      long: 'fast average crossed above slow',
      short: 'fast average crossed below slow',
      flat: 'target reached',
    };
    this.#signals.push({
      id: this.#signalId,
      nth: this.#signalId,
      clockMs: this.#clockMs,
      symbol,
      strategy: 'sma-cross',
      direction,
      price,
      text: `${text[direction]} on 5m`,
    });
    this.#marks.push({ clockMs: this.#clockMs, kind: 'signal', symbol });
    this.#say('signal', symbol, `sma-cross says ${direction} at ${price}`);
  }

  #settle(): void {
    const catching = [...this.#symbols.values()].some((entry) => entry.phase === 'catching_up');
    const now: SessionState = catching
      ? 'catching_up'
      : this.#clockMs >= CLOSE_MS
        ? 'completed'
        : this.#playing
          ? 'active'
          : 'paused';
    this.#state = now;
  }

  #say(type: string, symbol: string | null, text: string): void {
    this.#logSeq += 1;
    this.#log.push({ seq: this.#logSeq, clockMs: this.#clockMs, type, symbol, text });
  }

  #header(): SessionHeader {
    const behind = [...this.#symbols.values()].filter((entry) => entry.phase === 'catching_up');
    return {
      configId: this.#config?.config_id ?? '',
      sessionName: this.#config?.session_name ?? '',
      mode: 'backtest',
      feed: null,
      account: null,
      synthetic: true,
      zone: 'America/New_York',
      state: this.#state,
      stateReason: '',
      blocked: behind.length > 0,
      playing: this.#playing,
      clockMs: this.#clockMs,
      day: '2025-07-02',
      dayIndex: 0,
      dayCount: 2,
      openMs: OPEN_MS,
      closeMs: CLOSE_MS,
      earlyClose: false,
      group: 'US_EQUITY',
      closures: [],
      speedMultiplier: this.#speed,
      catchupBarsPerSecond: this.#pace,
      catchupThresholdSeconds: THRESHOLD_SECONDS,
      catchingUp: behind.map(({ symbol, done, total }) => ({ symbol, doneBars: done, totalBars: total })),
      droppedInBlock: this.#droppedInBlock,
      delivered: this.#delivered,
      dropped: this.#dropped,
      barsProcessed: this.#bars,
      queuedBars: 0,
      longestQueue: 0,
      loopMicros: null,
      loopBusyPercent: 0,
      barsPerSecond: this.#playing
        ? this.#speed === 0
          ? 41_280
          : (this.#speed / 60) * this.#symbols.size
        : 0,
      intervals: INTERVALS,
      indicators: [],
      unrecorded: null,
      failure: null,
    };
  }

  #batch(): Batch {
    this.#seq += 1;
    const session = this.#header();
    const batch: Batch = {
      seq: this.#seq,
      full: this.#full,
      session,
      symbols: [...this.#symbols.values()].map((entry) => entry.row(this.#clockMs)),
      removedSymbols: this.#removed,
      figures: null,
      sparks: [],
      relisted: false,
      charts: this.#charts.flatMap((chart) => this.#chartUpdate(chart)),
      signals: session.blocked ? [] : this.#signals,
      log: this.#log,
      marks: this.#marks,
      catchups: this.#catchups,
      trading: null,
    };
    this.#full = false;
    this.#signals = [];
    this.#log = [];
    this.#marks = [];
    this.#catchups = [];
    this.#removed = [];
    return batch;
  }

  #chartUpdate(chart: Chart): Batch['charts'] {
    const entry = this.#symbols.get(chart.symbol);
    if (entry === undefined) return [];
    const { closed, ...update } = entry.chart(
      chart.chartId,
      chart.interval,
      chart.sent,
      chart.fresh || this.#full,
    );
    chart.sent = closed;
    chart.fresh = false;
    return [update];
  }
}
