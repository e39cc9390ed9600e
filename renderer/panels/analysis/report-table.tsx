import type { RunSummary } from '../../../core/session-coordinator/results/run-summary.ts';
import { formatCount, formatDuration, formatQuality } from '../../format/number.ts';
import { CopyTable } from './copy-table.tsx';
import { barsText, gapsText } from './report-words.ts';
import styles from './report-view.module.css';

const HEADS = ['Symbol', 'Came by', 'Days', 'Quality', 'Gaps', 'Dropped', 'Caught up', 'Bars'];
/** Columns of figures, with digits aligned beneath each other. */
const FIGURES: ReadonlySet<string> = new Set(['Days', 'Quality', 'Gaps', 'Dropped']);

const lookOf = (head: string | undefined): string | undefined =>
  head !== undefined && FIGURES.has(head) ? styles['number'] : undefined;

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
      formatQuality(quality),
      gapsText(gaps),
      own.length === 0 ? '' : formatCount(dropped),
      own.length === 0 ? '' : `${formatCount(caught)} bars in ${formatDuration(took)}`,
      barsText(bars),
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
              <th key={head} scope="col" className={lookOf(head)}>
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
                <td key={HEADS[index + 1]} className={lookOf(HEADS[index + 1])}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
