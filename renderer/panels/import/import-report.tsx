import { Plus } from 'lucide-react';
import type { ImportOutcome } from '../../../electron/contract/import-requests.ts';
import { notifyFailure } from '../../state/notice-store.ts';
import { useCommands, useCopy, useWorkstation, useZoneFormat } from '../../state/workstation-context.ts';
import { Button } from '../../ui/button.tsx';
import { RefusalsAndFindings } from './import-found.tsx';
import { rangeText, rowsText, writtenText } from './import-words.ts';
import styles from './import.module.css';

/** What was written, and what was not and why. */
export function ImportReport({ outcome }: { readonly outcome: ImportOutcome }) {
  const format = useZoneFormat();
  const isDaily = outcome.interval === '1d';
  return (
    <div className={styles['found']} data-testid="import-report">
      <h3>
        {rowsText(outcome)}; stored as {outcome.interval}, source “{outcome.source}”
      </h3>
      <ul className={styles['series']} aria-label="What was written">
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
      <RefusalsAndFindings refusals={outcome.refusals} findings={outcome.findings} />
    </div>
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
