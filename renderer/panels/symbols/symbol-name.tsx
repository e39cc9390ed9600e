import { memo } from 'react';
import type { SymbolRow } from '../../../electron/contract/batch.ts';
import { visibleAnalysis } from '../../state/session-copy.ts';
import { useCopy, useZoneFormat } from '../../state/workstation-context.ts';
import { Tooltip } from '../../ui/tooltip.tsx';
import styles from './symbol-row.module.css';
import { storyOf } from './symbol-story.ts';

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
