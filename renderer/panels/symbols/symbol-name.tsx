import type { CatchupReport, SymbolRow } from '../../../electron/contract/batch.ts';
import { counted, formatCount, formatDuration } from '../../format/number.ts';
import { formatUtc, type ZoneFormat } from '../../format/zone-format.ts';
import { memo } from 'react';
import { visibleAnalysis } from '../../state/session-copy.ts';
import { useCopy, useZoneFormat } from '../../state/workstation-context.ts';
import { Tooltip } from '../../ui/tooltip.tsx';
import styles from './symbol-row.module.css';

const BY: Readonly<Record<string, string>> = {
  config: 'the session config',
  user: 'you',
  strategy: 'a strategy',
  scanner: 'a scanner',
  adhoc: 'an adhoc request',
};

/** How a symbol joined the session and its history since, line by line. */
function storyOf(row: SymbolRow, catchups: readonly CatchupReport[], format: ZoneFormat): readonly string[] {
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

/** The symbol; pointing at it opens its tooltip. */
export const SymbolName = memo(function SymbolName({ symbol }: { readonly symbol: string }) {
  return (
    <Tooltip text={<Story symbol={symbol} />} side="bottom">
      <span className={styles['symbol']}>{symbol}</span>
    </Tooltip>
  );
});

/** The tooltip beside the row, for a keyboard user who rests on it: over the chart, not over the row's text. */
export function ToldStory({ symbol }: { readonly symbol: string }) {
  return (
    <Tooltip text={<Story symbol={symbol} />} open side="right">
      <span className={styles['beside']} />
    </Tooltip>
  );
}

const useStory = (row: SymbolRow): readonly string[] => {
  const format = useZoneFormat();
  const catchups = useCopy((copy) => visibleAnalysis(copy).catchups);
  return storyOf(row, catchups, format);
};

/** Exists only while it is open, so that rows do not listen to data that they do not show. */
function Story({ symbol }: { readonly symbol: string }) {
  const row = useCopy((copy) => copy.rows.get(symbol));
  return row === undefined ? null : <StoryLines row={row} />;
}

function StoryLines({ row }: { readonly row: SymbolRow }) {
  return (
    <span className={styles['story']} data-testid="story">
      {useStory(row).map((line) => (
        <span key={line}>{line}</span>
      ))}
    </span>
  );
}

/** The tooltip's text for a screen reader; of the selected row alone. */
export function SpokenStory({ row, id }: { readonly row: SymbolRow; readonly id: string }) {
  return (
    <span id={id} hidden>
      {useStory(row).join('. ')}
    </span>
  );
}
