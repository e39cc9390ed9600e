import { INTERVALS } from '../../core/base/interval.ts';
import { changeText, gainText, percentText } from '../../core/base/figure-text.ts';
import type { RunSummary } from '../../core/session-coordinator/results/run-summary.ts';

const number = (value: number): string => Math.round(value).toLocaleString('en-US');

/** Rows as aligned columns; the first row is the heading. Figures are right-aligned. */
export function table(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        right.includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [
    line(rows[0] ?? []),
    widths.map((width) => '─'.repeat(width)).join('  '),
    ...rows.slice(1).map(line),
  ].join('\n');
}

/** A run's summary in a form for people. */
export function summaryTable(summary: RunSummary): string {
  const { notifications, timing } = summary;
  const there = new Set(Object.values(summary.symbols).flatMap(({ bars }) => Object.keys(bars)));
  const intervals = INTERVALS.filter((interval) => there.has(interval));
  const symbols = Object.entries(summary.symbols).map(([symbol, { metadata, bars, quality, gaps }]) => [
    symbol,
    metadata.added_by,
    metadata.added_at ?? '–',
    ...intervals.map((interval) => number(bars[interval] ?? 0)),
    quality === null ? '–' : `${quality.toFixed(1)} %`,
    String(gaps.filter(({ confirmed }) => !confirmed).length),
  ]);
  const heading = ['symbol', 'added by', 'added at', ...intervals, 'quality', 'gaps'];
  const right = heading.map((_, column) => column).filter((column) => column > 2);
  const catchups = summary.catchups.map(
    ({ symbol, bars, dropped_notifications, clock, wall_ms }) =>
      `${symbol} caught up ${bars} bars in ${wall_ms.toFixed(1)} ms at ${clock}; ${dropped_notifications} notifications dropped`,
  );
  return [
    `${summary.session}: ${summary.outcome}, ${summary.sessions} session(s)${summary.synthetic ? ' · SYNTHETIC DATA' : ''}`,
    '',
    table([heading, ...symbols], right),
    '',
    ...catchups,
    `${number(notifications.delivered)} notifications delivered, ${number(notifications.dropped)} dropped · ` +
      `${number(timing.bars)} bars in ${timing.run_ms.toFixed(0)} ms after ${timing.load_ms.toFixed(0)} ms of loading`,
    ...(summary.stopped_strategies.length === 0
      ? []
      : [`stopped by an error: ${summary.stopped_strategies.map(({ strategy }) => strategy).join(', ')}`]),
    resultLine(summary.results),
  ].join('\n');
}

/** The last line of a run: profit, trades, drawdown. */
function resultLine(results: RunSummary['results']): string {
  const { profit, trades, open_trades: open, drawdown, refused_orders: refused } = results;
  const counted = [
    `${number(trades)} ${trades === 1 ? 'trade' : 'trades'}`,
    ...(open === 0 ? [] : [`${number(open)} open`]),
    ...(results.win_rate === null ? [] : [`${percentText(results.win_rate)} won`]),
    ...(refused === 0 ? [] : [`${number(refused)} ${refused === 1 ? 'order' : 'orders'} refused`]),
  ];
  return `profit ${gainText(profit)} (${changeText(results.return)}) · ${counted.join(', ')} · drawdown ${percentText(drawdown)}`;
}
