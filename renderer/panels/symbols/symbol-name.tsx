import type { SymbolRow } from '../../../electron/contract/batch.ts';
import { visibleAnalysis } from '../../state/session-copy.ts';
import { useCopy, useZoneFormat } from '../../state/workstation-context.ts';
import { Tooltip } from '../../ui/tooltip.tsx';
import styles from './symbol-row.module.css';
import { storyOf } from './symbol-story.ts';

/** The symbol; pointing at it tells its story. */
export function SymbolName({ row }: { readonly row: SymbolRow }) {
  return (
    <Tooltip text={<Story row={row} />}>
      <span className={styles['symbol']}>{row.symbol}</span>
    </Tooltip>
  );
}

/** Only there while somebody looks, so that rows do not listen to what they do not show. */
function Story({ row }: { readonly row: SymbolRow }) {
  const format = useZoneFormat();
  const catchups = useCopy((copy) => visibleAnalysis(copy).catchups);
  return (
    <span className={styles['story']} data-testid="story">
      {storyOf(row, catchups, format).map((line) => (
        <span key={line}>{line}</span>
      ))}
    </span>
  );
}
