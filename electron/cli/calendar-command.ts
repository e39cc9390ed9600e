import { parseArgs } from 'node:util';
import { asTradingDay, isoUtc, isRealDay } from '../../core/base/epoch-ms.ts';
import { calendarFor } from '../../core/time-manager/calendars.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { printFailure, usage } from './failures.ts';

const HELP = `tapedeck calendar --from DAY --to DAY

Trading sessions of the exchange as JSON; days are exchange days, both included.

  --exchange GROUP   US_EQUITY by default
  --json             the same

Example:
  tapedeck calendar --from 2025-07-01 --to 2025-07-07
`;

const OPTIONS = {
  from: { type: 'string' },
  to: { type: 'string' },
  exchange: { type: 'string', default: 'US_EQUITY' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function calendarCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () => parseArgs({ args: [...args], options: OPTIONS }));
  if (typeof parsed === 'number') return parsed;
  const { from, to, exchange } = parsed.values;
  for (const [option, day] of [
    ['--from', from],
    ['--to', to],
  ] as const) {
    if (day !== undefined && isRealDay(day)) continue;
    io.stderr(`${option} ${day ?? 'is missing'}: expected a day, YYYY-MM-DD\n\n${HELP}`);
    return EXIT.usage;
  }
  const calendar = calendarFor(exchange);
  if (!calendar.ok) return printFailure(io, { ...calendar.failure, code: 'bad_usage' });
  const first = asTradingDay(from ?? '');
  const last = asTradingDay(to ?? '');
  const { firstDay, lastDay } = calendar.value;
  if (first < firstDay || last > lastDay) {
    const message = `The calendar reaches from ${firstDay} to ${lastDay}.`;
    return printFailure(io, { code: 'missing_data', message });
  }
  const sessions = calendar.value.tradingDays(first, last).flatMap((day) => {
    const session = calendar.value.tradingSession(day);
    if (session === undefined) return [];
    const { open, close, earlyClose } = session;
    return [{ date: day, open: isoUtc(open), close: isoUtc(close), early_close: earlyClose }];
  });
  io.stdout(`${JSON.stringify(sessions)}\n`);
  return EXIT.done;
}
