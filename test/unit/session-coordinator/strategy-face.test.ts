import { expect, it } from 'vitest';
import type { Strategy, StrategyContext } from '../../../core/analysis-engine/strategy.ts';
import { SessionData } from '../../../core/session-data/session-data.ts';
import { SessionView } from '../../../core/session-data/session-view.ts';
import { SymbolRecord } from '../../../core/session-data/symbol-record.ts';
import { SessionDay } from '../../../core/session-coordinator/streaming/session-day.ts';
import { SessionRun } from '../../../core/session-coordinator/session/session-run.ts';
import { SimulatedClock } from '../../../core/time-manager/simulated-clock.ts';
import { bars } from '../../helpers/bar-builder.ts';
import { memoryStore } from '../../helpers/memory-store.ts';
import { playRun, sessionConfig } from '../../helpers/session-harness.ts';

/** Methods that write, move the clock, or answer while the session is deactivated. */
const INNER = [SessionData, SessionRun, SessionDay, SimulatedClock, SymbolRecord];

/** Everything that can be reached from a value by names and entries, private fields aside. */
function reachable(value: unknown, seen = new Set<unknown>()): Set<unknown> {
  if (value === null || typeof value !== 'object' || seen.has(value) || ArrayBuffer.isView(value))
    return seen;
  seen.add(value);
  for (const key of Reflect.ownKeys(value)) reachable((value as Record<PropertyKey, unknown>)[key], seen);
  if (value instanceof Map) for (const entry of value) reachable(entry, seen);
  if (value instanceof Set) for (const each of value) reachable(each, seen);
  return seen;
}

it('a strategy is handed the gated view, and nothing leads from what it is handed to what lies behind', async () => {
  const found = new Set<string>();
  let handed = 0;
  const look = (context: StrategyContext, ...more: readonly unknown[]): void => {
    handed++;
    expect(context.view).toBeInstanceOf(SessionView);
    for (const each of reachable([context, ...more])) {
      for (const kind of INNER) if (each instanceof kind) found.add(kind.name);
    }
  };
  const strategy: Strategy = {
    name: 'curious',
    onDay: (day, context) => look(context, day),
    onInstant: (update, context) => look(context, update),
    onEnd: (context) => look(context),
  };
  const store = memoryStore(bars('RIVN').from('2025-07-02 09:30').minutes(30).build());
  const { run } = await playRun(store, sessionConfig({ symbols: ['RIVN'] }), { strategies: [strategy] });
  expect(handed).toBeGreaterThan(30);
  expect([...found]).toEqual([]);
  // The walk finds what it looks for where it is there.
  expect([...reachable(run)].some((each) => each instanceof SessionData)).toBe(true);
});
