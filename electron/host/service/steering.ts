import { z } from 'zod';
import { asEpochMs, asTicker, isoUtc } from '../../../core/base/epoch-ms.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import { symbol } from '../../contract/symbol.ts';
import { TRADING_PARAMS } from '../../contract/trading.ts';
import type { SessionCommand } from '../../../core/session-coordinator/session/command.ts';
import { exportSession } from '../../../core/session-coordinator/session/session-export.ts';
import type { RunReader } from '../../../core/session-coordinator/session/run-reader.ts';
import { parseExchangeTime } from '../../../core/time-manager/exchange-time.ts';

/** A running session that another program of the same user may steer. */
export interface Steerable {
  /** The current run; undefined without one. */
  readonly run: RunReader | undefined;
  /** Absent where a run cannot go back, as without a window. */
  readonly stepBack?: (count: number) => Promise<Result<null>>;
  /** The raw frames of a live session's feed; undefined without one. */
  readonly feedRecording?: () => string | undefined;
}

/** Orders as the window sends them: the same names, the same bounds. */
const tradingCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('place_order'), ...TRADING_PARAMS.place_order.shape }),
  z.strictObject({ type: z.literal('cancel_order'), ...TRADING_PARAMS.cancel_order.shape }),
  z.strictObject({ type: z.literal('replace_order'), ...TRADING_PARAMS.replace_order.shape }),
  z.strictObject({ type: z.literal('flatten'), ...TRADING_PARAMS.flatten.shape }),
  z.strictObject({ type: z.literal('resume_trading') }),
]);

/** All requests of the socket; any other is refused by name. */
const steeringRequest = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('list-symbols') }),
  z.strictObject({ method: z.literal('show') }),
  z.strictObject({ method: z.literal('add-symbol'), symbol, keep: z.boolean().optional() }),
  z.strictObject({ method: z.literal('remove-symbol'), symbol }),
  z.strictObject({ method: z.literal('upgrade'), symbol }),
  z.strictObject({ method: z.literal('export'), wait: z.boolean() }),
  z.strictObject({ method: z.literal('pause') }),
  z.strictObject({ method: z.literal('resume') }),
  z.strictObject({ method: z.literal('step'), count: z.int().min(1).max(100_000) }),
  z.strictObject({ method: z.literal('back'), count: z.int().min(1).max(100_000) }),
  z.strictObject({ method: z.literal('run-to'), time: z.string().max(40) }),
  z.strictObject({ method: z.literal('speed'), multiplier: z.number().min(0).max(100_000) }),
  z.strictObject({ method: z.literal('stop') }),
  z.strictObject({ method: z.literal('orders') }),
  z.strictObject({ method: z.literal('positions') }),
  z.strictObject({ method: z.literal('account') }),
  z.strictObject({ method: z.literal('feed-recording') }),
  z.strictObject({ method: z.literal('trade'), command: tradingCommand }),
]);

export type SteeringRequest = z.infer<typeof steeringRequest>;

/** Answers one request. Commands are answered once they are applied, with the state at that time. */
export async function steer(target: Steerable, message: unknown): Promise<Result<unknown>> {
  const parsed = steeringRequest.safeParse(message);
  if (!parsed.success)
    return fail('bad_usage', `not a request: ${parsed.error.issues[0]?.message ?? 'wrong shape'}`);
  const { run } = target;
  if (run === undefined) return fail('not_allowed', 'No session is open.');
  const request = parsed.data;
  switch (request.method) {
    case 'show':
      return ok(describeSession(run));
    case 'list-symbols':
      return ok(describeSymbols(run));
    case 'orders':
    case 'positions':
    case 'account':
      return ok(describeTrading(run, request.method));
    case 'export':
      return takeExport(run, request.wait);
    case 'feed-recording': {
      const recording = target.feedRecording?.();
      return recording === undefined ? fail('not_allowed', 'No live session is running.') : ok(recording);
    }
    case 'back':
      if (target.stepBack === undefined)
        return fail('unsupported', 'A run without a window cannot go back; replay it.');
      return then(await target.stepBack(request.count), () => describeSession(target.run ?? run));
    default: {
      const command = commandOf(request, run);
      if (!command.ok) return command;
      return then(await run.post(command.value), () =>
        request.method === 'trade' ? describeTrading(run, 'account') : describeSession(run),
      );
    }
  }
}

const then = (result: Result<null>, value: () => unknown): Result<unknown> =>
  result.ok ? ok(value()) : result;

type Commanding = Exclude<
  SteeringRequest,
  {
    method:
      | 'show'
      | 'list-symbols'
      | 'orders'
      | 'positions'
      | 'account'
      | 'export'
      | 'feed-recording'
      | 'back';
  }
>;

function commandOf(request: Commanding, run: RunReader): Result<SessionCommand> {
  switch (request.method) {
    case 'add-symbol': {
      const add = { type: 'add', symbol: request.symbol, added_by: 'user' } as const;
      return ok(request.keep === true ? { ...add, keep: true } : add);
    }
    case 'remove-symbol':
      return ok({ type: 'remove', symbol: request.symbol });
    case 'trade':
      return ok(request.command as SessionCommand);
    case 'upgrade':
      return ok({ type: 'upgrade', symbol: request.symbol, added_by: 'user' });
    case 'step':
      return ok({ type: 'step', count: request.count });
    case 'speed':
      return ok({ type: 'speed', multiplier: request.multiplier });
    case 'stop':
      return ok({ type: 'stop', reason: 'stopped from the command line' });
    case 'run-to': {
      const day = run.day?.grid.session.day ?? run.days[0];
      if (day === undefined) return fail('not_allowed', 'No session is open.');
      const { extended_hours } = run.config.session_data_config;
      const at = parseExchangeTime(request.time, run.calendar, day, extended_hours);
      return at.ok ? ok({ type: 'run_to', clock_ms: at.value }) : at;
    }
    default:
      return ok({ type: request.method });
  }
}

function describeTrading(run: RunReader, what: 'orders' | 'positions' | 'account'): unknown {
  const orders = run.broker.ordersOf({ kind: 'user' });
  if (what === 'orders') return orders.working();
  return what === 'positions' ? orders.positions() : orders.account();
}

function describeSession(run: RunReader): Record<string, unknown> {
  return {
    session: run.config.session_name,
    state: run.state,
    reason: run.stateReason,
    clock: run.clock.session === undefined ? null : isoUtc(run.clock.now()),
    day: run.day?.grid.session.day ?? null,
    paused: run.pace.paused,
    speed: run.pace.speed,
    notifications: { delivered: run.notifications.delivered, dropped: run.notifications.dropped },
    symbols: [...(run.day?.data.records() ?? [])].map((record) => record.symbol),
  };
}

function describeSymbols(run: RunReader): readonly Record<string, unknown>[] {
  const { day } = run;
  return [...(day?.data.records() ?? [])].map((record) => {
    const catchUp = day?.catchUps.of(record.symbol);
    return {
      symbol: record.symbol,
      stage: record.stage,
      caught_up: catchUp === undefined ? null : { done: catchUp.doneBars, total: catchUp.totalBars },
      base_interval: record.baseInterval ?? null,
      bars: Object.fromEntries([...record.series].map(([interval, { bars }]) => [interval, bars.length])),
      quality:
        record.baseInterval === undefined
          ? null
          : (day?.data.quality(asTicker(record.symbol), record.baseInterval) ?? null),
      metadata: record.metadata,
    };
  });
}

/** How often a waiting export checks whether the session is active again, in ms. */
const LOOK_EVERY_MS = 20;

async function nobodyBehind(run: RunReader): Promise<void> {
  while (!run.gate.active || run.day?.catchUps.any === true) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

/** An external reader's view now; while the session is deactivated it is empty and says so, or waits. */
async function takeExport(run: RunReader, wait: boolean): Promise<Result<unknown>> {
  if (wait) await nobodyBehind(run);
  const clock = run.clock.session === undefined ? asEpochMs(0) : run.clock.now();
  const content = exportSession(run.view, { name: run.config.session_name, clock, state: run.state });
  return ok({ ...content, deactivated: !run.gate.active });
}
