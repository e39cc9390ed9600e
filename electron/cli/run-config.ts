import { isRealDay } from '../../core/base/epoch-ms.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { parseSessionConfig } from '../../core/model/parse-session-config.ts';
import { printSessionConfig, type SessionConfig } from '../../core/model/session-config.ts';
import type { CommandIo } from './command-io.ts';
import { readConfigFile } from './open-sources.ts';

/** Options of `run` that replace values of the config, or stand in for a config. */
export interface RunConfigWords {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Symbols, separated by commas. */
  readonly symbols?: string | undefined;
  readonly group?: string | undefined;
}

/** Streams of a session that is made from options alone. */
const STREAMS = ['1m', '5m', '15m'];

/**
 * The config of a run: the file, with the days and symbols of the options in place of its own; without a file one that is made
 * from the options. Fails with `bad_usage` or `bad_config`.
 */
export async function configForRun(
  name: string | undefined,
  words: RunConfigWords,
  io: CommandIo,
): Promise<Result<SessionConfig>> {
  for (const option of ['from', 'to'] as const) {
    const day = words[option];
    if (day !== undefined && !isRealDay(day))
      return fail('bad_usage', `--${option} ${day}: expected a day like 2025-07-02.`);
  }
  if (name === undefined) return madeFrom(words);
  const read = await readConfigFile(io.cwd, name);
  return read.ok ? withWords(read.value, words) : read;
}

function madeFrom({ from, to, symbols, group }: RunConfigWords): Result<SessionConfig> {
  if (symbols === undefined || from === undefined)
    return fail(
      'bad_usage',
      'run takes one config, or --symbols and --from in its place: run --symbols AAPL --from 2025-11-24.',
    );
  const list = listOf(symbols);
  return parseSessionConfig(
    JSON.stringify({
      session_name: list.join(', '),
      mode: 'backtest',
      ...(group === undefined ? {} : { exchange_group: group }),
      backtest_config: { start_date: from, end_date: to ?? from, speed_multiplier: 0 },
      session_data_config: { symbols: list, streams: STREAMS },
    }),
  );
}

function withWords(config: SessionConfig, words: RunConfigWords): Result<SessionConfig> {
  const { from, to, symbols, group } = words;
  if (from === undefined && to === undefined && symbols === undefined && group === undefined)
    return ok(config);
  if (config.mode !== 'backtest' && (from !== undefined || to !== undefined))
    return fail('bad_usage', '--from and --to choose past days: this config is of mode live.');
  const text: unknown = JSON.parse(printSessionConfig(config));
  const { backtest_config: days, session_data_config: data, ...rest } = text as Record<string, object>;
  const changed = {
    ...rest,
    ...(group === undefined ? {} : { exchange_group: group }),
    ...(days === undefined
      ? {}
      : {
          backtest_config: {
            ...days,
            ...(from === undefined ? {} : { start_date: from }),
            ...(to === undefined ? {} : { end_date: to }),
          },
        }),
    session_data_config: { ...data, ...(symbols === undefined ? {} : { symbols: listOf(symbols) }) },
  };
  return parseSessionConfig(JSON.stringify(changed));
}

const listOf = (text: string): readonly string[] =>
  text
    .split(',')
    .map((symbol) => symbol.trim())
    .filter((symbol) => symbol !== '');
