import type { CatchupReport, SymbolRow } from '../../../electron/contract/batch.ts';
import { counted, formatCount, formatDuration } from '../../format/number.ts';
import { formatUtc, type ZoneFormat } from '../../format/zone-format.ts';

const BY: Readonly<Record<string, string>> = {
  config: 'the session config',
  user: 'you',
  strategy: 'a strategy',
  scanner: 'a scanner',
  adhoc: 'an adhoc request',
};

/** How a symbol joined the session and its history since, line by line. */
export function storyOf(
  row: SymbolRow,
  catchups: readonly CatchupReport[],
  format: ZoneFormat,
): readonly string[] {
  const { metadata, addedAtMs, history, intervals, phase, reason } = row;
  const by = BY[metadata.added_by] ?? metadata.added_by;
  const when =
    addedAtMs === null
      ? 'before the session opened'
      : `at ${format.clock(addedAtMs)} ${format.zoneName(addedAtMs)} (${formatUtc(addedAtMs)})`;
  const own = catchups.filter((each) => each.symbol === row.symbol);
  return [
    `Added by ${by} ${when}`,
    ...(phase === 'failed' ? [`Failed: ${reason}`] : []),
    ...(intervals.length === 0 ? [] : [`Bars of ${intervals.join(', ')}`]),
    ...(history.length === 0 ? [] : [`Loaded of the days before: ${history.join('; ')}`]),
    ...(metadata.auto_provisioned && !metadata.meets_session_config_requirements
      ? ['Has the requested data, not everything that the config requires']
      : []),
    ...(metadata.upgraded_from_adhoc ? ['Was upgraded to everything that the config requires'] : []),
    ...(row.halted === null ? [] : [`Trading is halted: ${row.halted}`]),
    ...(row.corrections === 0 ? [] : [`${counted(row.corrections, 'bar')} of today corrected by the feed`]),
    ...own.map(
      ({ bars, wallMs, droppedNotifications }) =>
        `Caught up ${counted(bars, 'bar')} in ${formatDuration(wallMs)}, ${formatCount(droppedNotifications)} notifications dropped`,
    ),
  ];
}
