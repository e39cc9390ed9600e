import { FilePen, Plus } from 'lucide-react';
import { DAY_MS } from '../../../core/base/epoch-ms.ts';
import type { ImportOutcome } from '../../../electron/contract/import-requests.ts';
import { notifyFailure } from '../../state/notice-store.ts';
import { useCommands, useCopy, useWorkstation, useZoneFormat } from '../../state/workstation-context.ts';
import { Button } from '../../ui/button.tsx';
import { RefusalsAndFindings } from './import-found.tsx';
import { rangeText, rowsText, writtenText } from './import-words.ts';
import styles from './import.module.css';

/** The bars written, and the rows rejected with reasons. */
export function ImportReportView({ outcome }: { readonly outcome: ImportOutcome }) {
  const format = useZoneFormat();
  const isDaily = outcome.interval === '1d';
  return (
    <div className={styles['found']} data-testid="import-report">
      <h3>
        {rowsText(outcome)}; stored as {outcome.interval}, source “{outcome.source}”
      </h3>
      <ul className={styles['series']} aria-label="Written">
        {outcome.series.map((series) => (
          <li key={series.symbol} className={styles['written']}>
            <strong>{series.symbol}</strong>
            <span>
              {series.first_ms === null || series.last_ms === null
                ? ''
                : rangeText(format, series.first_ms, series.last_ms, isDaily)}
            </span>
            <span>{writtenText(series)}</span>
            <AddToSession symbol={series.symbol} />
          </li>
        ))}
      </ul>
      <SessionOver outcome={outcome} />
      <RefusalsAndFindings refusals={outcome.refusals} findings={outcome.findings} />
    </div>
  );
}

/** The length of a first session over imported bars: a user watches a week but runs years. */
const FIRST_DAYS_MS = 6 * DAY_MS;
const MOST_SYMBOLS = 12;

/** Bars of days outside the running session need a session of their own. */
function SessionOver({ outcome: { series, interval } }: { readonly outcome: ImportOutcome }) {
  const { editor, imports } = useWorkstation();
  const format = useZoneFormat();
  const lasts = series.flatMap(({ last_ms: last }) => last ?? []);
  const firsts = series.flatMap(({ first_ms: first }) => first ?? []);
  if (lasts.length === 0) return null;
  const last = Math.max(...lasts);
  const first = Math.max(Math.min(...firsts), last - FIRST_DAYS_MS);
  const symbols = series.slice(0, MOST_SYMBOLS).map(({ symbol }) => symbol);
  const begin = (): void => {
    imports.close();
    void editor.beginOver({
      name: `${symbols[0] ?? ''}${symbols.length > 1 ? ' and others' : ''}, ${format.isoDay(last)}`,
      days: [format.isoDay(first), format.isoDay(last)],
      symbols,
      streams: interval === '1m' ? ['1m', '5m'] : [interval],
    });
  };
  return (
    <p className={styles['next']}>
      <Button look="primary" onClick={begin}>
        <FilePen size={12} aria-hidden /> Write a session over it…
      </Button>
      <span className={styles['muted']}>
        {format.dayOfMonth(first)} to {format.dayOfMonth(last)} {format.year(last)}; it can be changed before
        it runs.
      </span>
    </p>
  );
}

/** The imported symbol joins the running session at a click. */
function AddToSession({ symbol }: { readonly symbol: string }) {
  const commands = useCommands();
  const { notices } = useWorkstation();
  const present = useCopy((copy) => copy.rows.has(symbol));
  if (present) return <span className={styles['muted']}>in the session</span>;
  const add = async (): Promise<void> => {
    const result = await commands.addSymbol(symbol);
    if (!result.ok) notifyFailure(notices, result.failure);
  };
  return (
    <Button onClick={() => void add()}>
      <Plus size={12} aria-hidden /> Add {symbol}
    </Button>
  );
}
