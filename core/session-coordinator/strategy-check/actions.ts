import type { SessionEvent } from '../../model/session-event.ts';

/** One action of a strategy, without anything that depends on the outcome of others. */
export interface StrategyAction {
  /** ISO 8601 UTC of the session clock. */
  readonly clock: string;
  readonly symbol: string | null;
  /** `signal long`, `order buy 100`, `added`: the action, in words. */
  readonly what: string;
  /** The whole event, for comparing. */
  readonly detail: string;
}

/** The actions of a run's strategies and scanners, in their order. */
export function strategyActions(events: readonly SessionEvent[]): readonly StrategyAction[] {
  return events.flatMap((event) => {
    const what = describe(event);
    if (what === undefined) return [];
    const { seq: _seq, clock, ...body } = event;
    const symbol = 'symbol' in event ? (event.symbol ?? null) : null;
    return [{ clock, symbol, what, detail: JSON.stringify(body) }];
  });
}

function describe(event: SessionEvent): string | undefined {
  switch (event.type) {
    case 'signal':
      return `${event.strategy}: ${event.direction}, ${event.text}`;
    case 'order':
      return event.owner === 'strategy'
        ? `${event.strategy}: order ${event.side} ${event.quantity} ${event.order_type}, ${event.status}`
        : undefined;
    case 'strategy_log':
      return `${event.strategy} notes: ${event.text}`;
    case 'strategy_stopped':
      return `${event.strategy} was stopped: ${event.reason}`;
    case 'symbol_requested':
      return event.added_by === 'strategy' || event.added_by === 'scanner' || event.added_by === 'adhoc'
        ? `asked for as ${event.added_by}`
        : undefined;
    case 'symbol_removed':
      return 'removed';
    default:
      return undefined;
  }
}

/** The first difference of two runs: the action of the first, and that of the other in its place. */
export interface ActionDifference {
  readonly clock: string;
  readonly expected: StrategyAction | undefined;
  readonly found: StrategyAction | undefined;
}

/** The first place at which two lists differ, by `keyOf`; undefined where they are equal. */
export function firstDifference(
  expected: readonly StrategyAction[],
  found: readonly StrategyAction[],
  keyOf: (action: StrategyAction) => string = ({ clock, detail }) => `${clock} ${detail}`,
): ActionDifference | undefined {
  const length = Math.max(expected.length, found.length);
  for (let index = 0; index < length; index++) {
    const [one, other] = [expected[index], found[index]];
    if (one !== undefined && other !== undefined && keyOf(one) === keyOf(other)) continue;
    // The earlier of the two is reported alone when the other only comes later.
    const clock = [one?.clock, other?.clock].filter((each) => each !== undefined).sort()[0] as string;
    return {
      clock,
      expected: one?.clock === clock ? one : undefined,
      found: other?.clock === clock ? other : undefined,
    };
  }
  return undefined;
}
