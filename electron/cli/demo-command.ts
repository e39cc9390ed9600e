import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { asTicker, type EpochMs, type TradingDay } from '../../core/base/epoch-ms.ts';
import { silentLogger } from '../../core/base/logger.ts';
import { ok, type Result } from '../../core/base/result.ts';
import { generateSample } from '../../core/data-manager/sample/generate-sample.ts';
import { checkSessionConfig, printProblem } from '../../core/model/parse-session-config.ts';
import type { SessionConfig } from '../../core/model/session-config.ts';
import type { SessionEvent } from '../../core/model/session-event.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';
import { eventSymbol, eventText } from '../host/runs/event-text.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { printFailure, usage } from './failures.ts';
import { openSources } from './open-sources.ts';
import { playOnTerminal, type Played } from './play-run.ts';
import { parsePlannedCommand } from './session-command.ts';
import { summaryTable, table } from './summary-table.ts';

const HELP = `tapedeck demo

Replays a day of the generated sample without a window: adds AAPL at 10:00, removes RIVN at 14:00, prints the events.
Takes a few seconds and leaves nothing behind.

Example:
  tapedeck demo
`;

const DAY = '2025-11-25' as TradingDay;

const CONFIG = {
  session_name: 'Demonstration: AAPL joins at ten, RIVN leaves at two',
  mode: 'backtest',
  backtest_config: { start_date: DAY, end_date: DAY },
  session_data_config: {
    symbols: ['RIVN', 'NVDA', 'SPY', 'KO', 'PCTY'],
    streams: ['1m', '5m', '15m'],
    historical: { data: [{ trailing_days: 3, intervals: ['1m'] }] },
    indicators: {
      session: [
        { name: 'sma', period: 20, interval: '5m' },
        { name: 'vwap', interval: '1m' },
        { name: 'rsi', period: 14, interval: '1m' },
      ],
    },
  },
};

/** Events that are shown to a first-time user. */
const EXTERNAL_REPORTS: readonly SessionEvent['type'][] = [
  'session_state',
  'symbol_requested',
  'symbol_loaded',
  'symbol_active',
  'symbol_removed',
  'symbol_failed',
  'day_started',
  'day_ended',
];

export async function demoCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () =>
    parseArgs({ args: [...args], options: { help: { type: 'boolean', short: 'h' } } }),
  );
  if (typeof parsed === 'number') return parsed;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-demo-'));
  try {
    const played = await playDemo(folder, io);
    if (!played.ok) return printFailure(io, played.failure);
    io.stdout(tell(played.value.played, played.value.calendar));
    return played.value.played.outcome.kind === 'completed' ? EXIT.done : EXIT.interrupted;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function playDemo(
  folder: string,
  io: CommandIo,
): Promise<Result<{ readonly played: Played; readonly calendar: MarketCalendar }>> {
  const config = demoConfig();
  const sources = openSources(folder, io, config.exchange_group, silentLogger);
  if (!sources.ok) return sources;
  const { calendar, store } = sources.value;
  io.stderr('generating the sample …\n');
  const sample = await generateSample(store, calendar);
  if (!sample.ok) return sample;
  const planned = ['10:00 add AAPL', '14:00 remove RIVN'].map((text) =>
    parsePlannedCommand(text, calendar, DAY),
  );
  const played = await playOnTerminal(
    {
      config,
      sources: sources.value,
      folder: path.join(folder, 'run'),
      planned: planned.flatMap((command) => (command.ok ? [command.value] : [])),
      exportsAt: [],
      fastForwardUntil: Number.POSITIVE_INFINITY,
    },
    io,
  );
  return played.ok ? ok({ played: played.value, calendar }) : played;
}

function demoConfig(): SessionConfig {
  const checked = checkSessionConfig(CONFIG);
  if ('config' in checked) return checked.config;
  throw new Error(checked.problems.map(printProblem).join('\n'));
}

function tell({ run, summary }: Played, calendar: MarketCalendar): string {
  const rows = run.log.events
    .filter(({ type }) => EXTERNAL_REPORTS.includes(type))
    .map((event) => [
      calendar.wallClockOf(Date.parse(event.clock) as EpochMs),
      eventSymbol(event) ?? '',
      eventText(event),
    ]);
  const [catchUp] = summary.catchups;
  const signals = run.log.events.filter(({ type }) => type === 'signal').length;
  const late = run.day?.data.record(asTicker('AAPL'));
  return [
    `${DAY}, exchange time (New York). All prices are generated.`,
    '',
    table([['clock', 'symbol', 'what happened'], ...rows]),
    '',
    summaryTable(summary),
    '',
    catchUp === undefined
      ? ''
      : `While AAPL caught up, the clock was stopped at 10:00:00, ${catchUp.dropped_notifications} notifications were dropped and every ` +
        `external read was empty; since then its ${late?.baseBars?.length ?? 0} bars are as if it had been there from the open.`,
    `${signals} signals of the built-in strategy. See it in a window: npm start`,
    '',
  ].join('\n');
}
