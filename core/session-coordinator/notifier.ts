import type { TradingDay } from '../base/epoch-ms.ts';
import type { InstantUpdate, Strategy, StrategyContext } from '../analysis-engine/strategy.ts';
import type { SessionDay } from './session-day.ts';
import type { SessionRun } from './session-run.ts';

/** Tells the strategies of an instant, or drops it and counts: while the session is deactivated nothing is kept for later. */
export class Notifier {
  readonly #run: SessionRun;
  readonly #strategies: { readonly strategy: Strategy; readonly context: StrategyContext }[];
  delivered = 0;
  dropped = 0;

  constructor(run: SessionRun, strategies: readonly Strategy[]) {
    this.#run = run;
    this.#strategies = strategies.map((strategy) => ({
      strategy,
      context: createContext(run, strategy.name),
    }));
  }

  startDay(day: TradingDay): void {
    this.#eachStrategy((strategy, context) => strategy.onDay?.(day, context));
  }

  end(): void {
    this.#eachStrategy((strategy, context) => strategy.onEnd?.(context));
  }

  /** Once an instant, with everything that changed at it. */
  notify(day: SessionDay): void {
    if (!day.changed) return;
    if (!this.#run.gate.active) {
      this.dropped++;
      this.#run.gate.droppedInBlock++;
      day.catchUps.countDropped();
      return;
    }
    if (day.closed.length === 0) return;
    this.delivered++;
    if (this.#strategies.length === 0) return;
    const update: InstantUpdate = { clock: this.#run.clock.now(), closed: day.closed };
    this.#eachStrategy((strategy, context) => strategy.onInstant(update, context));
  }

  /** A strategy that throws is taken out with its reason; the session and the other strategies go on. */
  #eachStrategy(call: (strategy: Strategy, context: StrategyContext) => void): void {
    for (let index = 0; index < this.#strategies.length; index++) {
      const entry = this.#strategies[index];
      if (entry === undefined) continue;
      try {
        call(entry.strategy, entry.context);
      } catch (error) {
        this.#strategies.splice(index--, 1);
        const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        this.#run.log.add({ type: 'strategy_stopped', strategy: entry.strategy.name, reason });
      }
    }
  }
}

function createContext(run: SessionRun, strategy: string): StrategyContext {
  return {
    view: run.view,
    clock: () => run.clock.now(),
    signal: (request) => run.log.add({ type: 'signal', strategy, ...request }),
    symbols: {
      add: (symbol) => void run.post({ type: 'add', symbol, added_by: 'strategy', origin: 'strategy' }),
      remove: (symbol) => void run.post({ type: 'remove', symbol, origin: 'strategy' }),
    },
  };
}
