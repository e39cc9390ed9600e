import type { SessionCommand } from '../../core/session-coordinator/command.ts';
import type { AdhocAsk } from '../../core/session-coordinator/requirements.ts';

/** A command in words, for people who look back at a run. */
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
