import { parseArgs } from 'node:util';
import { asTicker, type TradingDay } from '../../core/base/epoch-ms.ts';
import { silentLogger } from '../../core/base/logger.ts';
import type { SymbolValidationResult } from '../../core/session-coordinator/loading/validate-symbol.ts';
import { checkConfig } from '../../core/session-coordinator/loading/strategy-needs.ts';
import { unknownDay } from '../../core/time-manager/known-days.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { printFailure, usage } from './failures.ts';
import { openSources, readConfigFile } from './open-sources.ts';
import { table } from './summary-table.ts';

const HELP = `tapedeck validate CONFIG [SYMBOL…]

Checks for each symbol (the config's, or those named) whether it may proceed, and why not. Loads nothing.

  --date DAY   the session day (the config's first trading day otherwise)
  --data DIR   the bar store
  --json

Exit 0 when every symbol may proceed, 3 otherwise.

Example:
  tapedeck validate session_configs/sample-week.json AAPL NVDA
`;

const OPTIONS = {
  date: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function validateCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () =>
    parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true }),
  );
  if (typeof parsed === 'number') return parsed;
  const { values, positionals } = parsed;
  const [name, ...named] = positionals;
  if (name === undefined) {
    io.stderr(`validate takes a config.\n\n${HELP}`);
    return EXIT.usage;
  }
  const config = await readConfigFile(io.cwd, name);
  if (!config.ok) return printFailure(io, config.failure);
  const sources = openSources(values.data, io, config.value.exchange_group, silentLogger);
  if (!sources.ok) return printFailure(io, sources.failure);
  const { calendar, engine } = sources.value;
  const checked = checkConfig(sources.value, config.value);
  if (!checked.ok && checked.failure.code === 'bad_config') return printFailure(io, checked.failure);
  const unknown = values.date === undefined ? undefined : unknownDay(calendar, values.date as TradingDay);
  if (unknown !== undefined) return printFailure(io, unknown);
  const { start_date, end_date } =
    config.value.mode === 'backtest' ? config.value.backtest_config : { start_date: '', end_date: '' };
  const day =
    (values.date as TradingDay | undefined) ??
    calendar.tradingDays(start_date as TradingDay, end_date as TradingDay)[0];
  if (day === undefined || !calendar.isTradingDay(day)) {
    const between = values.date ?? `${start_date} to ${end_date}`;
    return printFailure(io, { code: 'missing_data', message: `There is no trading session: ${between}.` });
  }
  const symbols =
    named.length > 0 ? named.map((symbol) => symbol.toUpperCase()) : config.value.session_data_config.symbols;
  const results = await Promise.all(
    symbols.map((symbol) => engine.validate(config.value, asTicker(symbol), day)),
  );
  io.stdout(
    values.json === true ? `${JSON.stringify(results.map(printed), null, 2)}\n` : `${asTable(results)}\n`,
  );
  return results.every(({ canProceed }) => canProceed) ? EXIT.done : EXIT.missing;
}

function printed(result: SymbolValidationResult): Record<string, unknown> {
  return {
    symbol: result.symbol,
    day: result.day,
    can_proceed: result.canProceed,
    code: result.code ?? null,
    base_interval: result.baseInterval ?? null,
    derived_intervals: result.derivedIntervals,
    data_for_today: result.dataForToday,
    history: result.history
      .filter(({ warmUpOnly }) => !warmUpOnly)
      .map(({ interval, source, daysWanted, daysThere }) => ({
        interval,
        source_interval: source ?? null,
        days_wanted: daysWanted.length,
        days_there: daysThere.length,
      })),
    meets_session_config_requirements: result.meetsSessionConfigRequirements,
    synthetic: result.synthetic,
    first_day: result.firstDay ?? null,
    last_day: result.lastDay ?? null,
    reasons: result.reasons,
  };
}

function asTable(results: readonly SymbolValidationResult[]): string {
  const rows = results.map(({ symbol, canProceed, baseInterval, derivedIntervals, reasons }) => [
    symbol,
    canProceed ? 'yes' : 'no',
    canProceed ? `${baseInterval ?? 'none'} → ${derivedIntervals.join(' ')}` : '–',
    reasons.join('; '),
  ]);
  return table([['symbol', 'may proceed', 'intervals', 'remarks'], ...rows]);
}
