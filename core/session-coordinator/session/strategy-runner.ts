import { asEpochMs, type Ticker, type TradingDay } from '../../base/epoch-ms.ts';
import {
  StrategyError,
  type InstantUpdate,
  type Strategy,
  type StrategyContext,
} from '../../analysis-engine/strategy.ts';
import type { BarStore } from '../../data-manager/bar-store.ts';
import type { Fill } from '../../execution/order.ts';
import type { SessionDay } from '../streaming/session-day.ts';
import { createContext } from './strategy-context.ts';
import type { TradedSession } from './trading.ts';

/** A session together with its orders and its strategies. */
export interface PlayedSession extends TradedSession {
  readonly runner: StrategyRunner;
}

interface RunningStrategy {
  readonly strategy: Strategy;
  readonly context: StrategyContext;
}

/**
 * Notifies the strategies of an instant, or drops and counts the notification: while the session is deactivated nothing
 * is kept for later.
 */
export class StrategyRunner {
  readonly #run: TradedSession;
  /** Replaced when one is removed, so that a loop over it is not disturbed. */
  #strategies: readonly RunningStrategy[];
  /** One for all instants: its content is valid during the call. */
  readonly #update: { -readonly [K in keyof InstantUpdate]: InstantUpdate[K] };
  #universe: readonly Ticker[] = [];
  delivered = 0;
  dropped = 0;

  constructor(run: TradedSession, strategies: readonly Strategy[]) {
    this.#run = run;
    this.#update = { clock: asEpochMs(Number.NaN), closed: [] };
    this.#strategies = strategies.map((strategy) => ({
      strategy,
      context: createContext(run, strategy, () => this.#universe),
    }));
    run.trading.broker.onFill((fill) => this.#fill(fill));
  }

  /** Notifies only the strategy that placed the order. */
  #fill(fill: Fill): void {
    const { owner } = fill;
    if (owner.kind !== 'strategy') return;
    this.#eachStrategy((strategy, context) => {
      if (strategy.name === owner.name) strategy.onFill?.(fill, context);
    });
  }

  /** Before a day begins, while its symbols are being loaded. */
  async setUp(store: BarStore): Promise<void> {
    if (this.#strategies.every(({ strategy }) => strategy.onSetup === undefined)) return;
    const stored = await store.symbols();
    if (!stored.ok) this.#run.session.options.logger.warn('no universe', { reason: stored.failure.message });
    this.#universe = stored.ok ? stored.value.map(({ symbol }) => symbol).sort() : [];
    this.#eachStrategy((strategy, context) => strategy.onSetup?.(context));
  }

  startDay(day: TradingDay): void {
    this.#eachStrategy((strategy, context) => strategy.onDay?.(day, context));
  }

  endDay(): void {
    this.#eachStrategy((strategy, context) => strategy.onDayEnd?.(context));
  }

  end(): void {
    this.#eachStrategy((strategy, context) => strategy.onEnd?.(context));
  }

  /** Once per instant, with all its changes. */
  notify(day: SessionDay): void {
    if (!day.changed) return;
    if (!this.#run.session.gate.active) {
      this.dropped++;
      this.#run.session.gate.droppedInBlock++;
      day.catchUps.countDropped();
      return;
    }
    if (day.closed.length === 0) return;
    this.delivered++;
    if (this.#strategies.length === 0) return;
    const update = this.#update;
    update.clock = this.#run.session.clock.now();
    update.closed = day.closed;
    for (const running of this.#strategies) {
      try {
        running.strategy.onInstant(update, running.context);
      } catch (error) {
        this.#takeOut(running, error);
      }
    }
  }

  #eachStrategy(call: (strategy: Strategy, context: StrategyContext) => void): void {
    for (const running of this.#strategies) {
      try {
        call(running.strategy, running.context);
      } catch (error) {
        this.#takeOut(running, error);
      }
    }
  }

  /**
   * A strategy that throws is removed, with its reason and its resting orders; the session and the other strategies
   * continue.
   */
  #takeOut(running: RunningStrategy, error: unknown): void {
    this.#strategies = this.#strategies.filter((each) => each !== running);
    const { name: strategy } = running.strategy;
    const stack = error instanceof StrategyError ? error.lines : [];
    this.#run.session.log.add({ type: 'strategy_stopped', strategy, reason: reasonOf(error), stack });
    const refusal = {
      rule: 'strategy_stopped',
      reason: `${strategy}, which placed it, was stopped.`,
    } as const;
    this.#run.trading.broker.removeOwner({ kind: 'strategy', name: strategy }, refusal);
  }
}

/** A strategy of a file names the kind of its error itself. */
function reasonOf(error: unknown): string {
  if (error instanceof StrategyError) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
