import type { RunSummary } from '../../../core/session-coordinator/run-summary.ts';
import { formatCount, formatDuration, formatQuality } from '../../format/number.ts';
import { CopyTable } from './copy-table.tsx';
import { barsText, gapsText } from './report-words.ts';
import styles from './report-view.module.css';

const HEADS = ['Symbol', 'Came by', 'Days', 'Bars', 'Quality', 'Gaps', 'Caught up', 'Dropped'];

function rowsOf({ symbols, catchups }: RunSummary): readonly (readonly string[])[] {
  return Object.entries(symbols).map(([symbol, { metadata, days, bars, quality, gaps }]) => {
    const own = catchups.filter((each) => each.symbol === symbol);
    const caught = own.reduce((sum, each) => sum + each.bars, 0);
    const took = own.reduce((sum, each) => sum + each.wall_ms, 0);
    const dropped = own.reduce((sum, each) => sum + each.dropped_notifications, 0);
    return [
      symbol,
      metadata.added_by,
      formatCount(days),
      barsText(bars),
      formatQuality(quality),
      gapsText(gaps),
      own.length === 0 ? '' : `${formatCount(caught)} bars in ${formatDuration(took)}`,
      own.length === 0 ? '' : formatCount(dropped),
    ];
  });
}

/** One line per symbol that was in the session. */
export function ReportTable({ report }: { readonly report: RunSummary }) {
  const rows = rowsOf(report);
  return (
    <div className={styles['tableFrame']}>
      <CopyTable heads={HEADS} rows={() => rows} />
      <table className={styles['table']}>
        <thead>
          <tr>
            {HEADS.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([symbol, ...cells]) => (
            <tr key={symbol}>
              <th scope="row">{symbol}</th>
              {cells.map((cell, index) => (
                <td key={HEADS[index + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
