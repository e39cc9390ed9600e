import type { SessionCommand } from '../../../core/session-coordinator/session/command.ts';
import type { AdhocAsk } from '../../../core/session-coordinator/loading/requirements.ts';
import type { SessionEvent } from '../../../core/model/session-event.ts';

/** A command in words, for readers of a past run. */
export function commandText(command: SessionCommand): string {
  switch (command.type) {
    case 'add':
      return `${command.symbol} added by ${command.added_by}`;
    case 'upgrade':
      return `${command.symbol} upgraded by ${command.added_by}`;
    case 'adhoc':
      return `${command.symbol}: ${askText(command.ask)} asked for`;
    case 'remove':
      return `${command.symbol} removed`;
    case 'place_order':
      return `${command.side} ${command.quantity} ${command.symbol}, ${command.order_type.replace('_', ' ')}`;
    case 'cancel_order':
      return `order ${command.order} cancelled`;
    case 'replace_order':
      return `order ${command.order} changed`;
    case 'flatten':
      return command.symbol === undefined
        ? 'everything flattened, trading halted'
        : `${command.symbol} flattened`;
    default:
      return command.type.replaceAll('_', ' ');
  }
}

function askText(ask: AdhocAsk): string {
  if (ask.kind === 'bars') return `bars of ${ask.interval}`;
  if (ask.kind === 'history') return `${ask.trailing_days} days of ${ask.interval}`;
  return `${ask.spec.name} on ${ask.spec.interval}`;
}

/** One event in words, for the log panel. */
export function eventText(event: SessionEvent): string {
  switch (event.type) {
    case 'session_state':
      return event.reason === event.to
        ? `${event.from} → ${event.to}`
        : `${event.from} → ${event.to}: ${event.reason}`;
    case 'symbol_requested':
      return `asked for by ${event.added_by} (${event.intervals.join(' ')})`;
    case 'symbol_loaded':
      return `loaded: ${event.queued_bars} bars of ${event.base_interval ?? 'no interval'} queued, ${event.historical_bars} of history`;
    case 'symbol_active':
      return event.caught_up_bars === 0
        ? 'active'
        : `active after ${event.caught_up_bars} bars, ${event.dropped_notifications} notifications dropped`;
    case 'symbol_removed':
      return `removed: ${event.reason}`;
    case 'symbol_failed':
      return `failed: ${event.reason}`;
    case 'symbol_upgraded':
      return `upgraded to full by ${event.added_by}`;
    case 'symbol_unchanged':
      return event.reason;
    case 'command_refused':
      return `${event.command} was refused: ${event.reason}`;
    case 'strategy_stopped':
      return [`${event.strategy} was stopped: ${event.reason}`, ...event.stack].join('\n  at ');
    case 'corporate_action':
      return event.kind === 'split'
        ? `split of ${event.ex_date}: ${event.position_before} are ${event.position} now`
        : `dividend of ${event.ex_date}: ${event.amount ?? 0} for each of ${event.position}, ${event.cash} in all`;
    case 'strategy_log':
      return `${event.strategy}: ${event.text}`;
    case 'day_skipped':
      return `${event.day} was skipped: ${event.reason}`;
    case 'day_started':
      return `${event.day}${event.early_close ? ', early close' : ''}: ${event.symbols.join(' ')}`;
    case 'day_ended':
      return `${event.day}: ${event.bars} bars, ${event.outside_hours} outside the hours`;
    case 'finding':
      return `${event.kind} in ${event.interval}, ${event.detail}`;
    case 'signal':
      return `${event.strategy}: ${event.direction}, ${event.text}`;
    case 'order':
      return orderText(event);
    case 'fill':
      return `order ${event.order}: ${event.side} ${event.quantity} filled at ${event.price} (${event.rule}), position ${event.position}`;
    case 'account_opened':
      return `paper account: cash ${event.cash}, ${event.positions} positions held before`;
    case 'account_link':
      return event.connected
        ? 'the paper account is connected'
        : `the paper account is not connected: ${event.reason}`;
    case 'account_finding':
      return `${event.kind}: ${event.detail}`;
    case 'position_warning':
      return event.reason;
    case 'trading_halted':
      return `trading halted, ${event.reason}`;
    case 'trading_resumed':
      return 'trading resumed';
    case 'bar_corrected':
      return `${event.why}: the ${event.interval} bar of ${event.open}; derived data is recomputed${standing(event.fills)}`;
    case 'trading_status':
      return event.halted ? `halted: ${event.reason}` : `trading again: ${event.reason}`;
  }
}

const standing = (fills: readonly number[]): string =>
  fills.length === 0 ? '' : `, but fill ${fills.join(', ')} keeps its price`;

function orderText(event: Extract<SessionEvent, { type: 'order' }>): string {
  const { order, side, quantity, order_type: type, limit_price: limit, stop_price: stop, status } = event;
  const prices = [stop === null ? '' : ` stop ${stop}`, limit === null ? '' : ` limit ${limit}`].join('');
  const why = event.reason === null ? '' : `: ${event.reason}`;
  return `order ${order}: ${side} ${quantity} ${type.replace('_', '-')}${prices}, ${status}${why}`;
}

/** The symbol an event is about; null for the session's own. */
export const eventSymbol = (event: SessionEvent): string | null => ('symbol' in event ? event.symbol : null);
