// oxlint-disable jsx-a11y/prefer-tag-over-role -- <table> cannot place the rows of a virtual grid
import { memo } from 'react';
import type { SymbolRow } from '../../../electron/contract/batch.ts';
import { phaseLabel } from '../../format/phase.ts';
import { formatPrice } from '../../format/number.ts';
import { select } from '../../state/view-store.ts';
import { useCopy, useHeader, usePastCatchup, useWorkstation } from '../../state/workstation-context.ts';
import { Change, changeDirection } from '../../ui/change.tsx';
import { classNames } from '../../ui/class-names.ts';
import { LagGauge } from '../../ui/gauge.tsx';
import { SparkLine } from '../../ui/spark-line.tsx';
import { PhaseChip } from './phase-chip.tsx';
import { RemoveButton, RowBadges, UpgradeButton, RowFactBadges } from './row-badges.tsx';
import { SpokenStory, SymbolName, ToldStory } from './symbol-name.tsx';
import styles from './symbol-row.module.css';

interface SymbolRowViewProps {
  readonly symbol: string;
  readonly index: number;
  readonly top: number;
  readonly selected: boolean;
  /** Shows its tooltip, as for a pointer that rests on it. */
  readonly told: boolean;
}

export const SymbolRowView = memo(function SymbolRowView({
  symbol,
  index,
  top,
  selected,
  told,
}: SymbolRowViewProps) {
  const { view } = useWorkstation();
  const row = useCopy((copy) => copy.rows.get(symbol));
  if (row === undefined) return null;
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the grid around it has the focus and the keys
    <div
      id={`symbol-${symbol}`}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={selected}
      aria-describedby={selected ? `story-${symbol}` : undefined}
      data-symbol={symbol}
      className={classNames(
        styles['row'],
        selected && styles['selected'],
        row.phase === 'failed' && styles['failed'],
      )}
      style={{ top }}
      onClick={() => view.setState(select(symbol))}
    >
      <div role="gridcell" className={styles['name']}>
        <SymbolName symbol={symbol} />
        {told ? <ToldStory symbol={symbol} /> : null}
        {selected ? <SpokenStory row={row} id={`story-${symbol}`} /> : null}
        <RowBadges
          metadata={row.metadata}
          phase={row.phase}
          halted={row.halted}
          corrections={row.corrections}
        />
      </div>
      <Quote row={row} />
      <State row={row} />
      <div role="gridcell" className={styles['remove']}>
        <RemoveButton symbol={symbol} lockedBy={row.lockedBy} />
      </div>
    </div>
  );
});

function Quote({ row }: { readonly row: SymbolRow }) {
  return (
    <div role="gridcell" className={styles['quote']}>
      <SparkLine closes={row.spark} direction={changeDirection(row.change)} />
      <span className={styles['last']} data-testid="last">
        {formatPrice(row.last, row.instrument)}
      </span>
      <span className={styles['change']}>
        <Change percent={row.changePercent} />
      </span>
    </div>
  );
}

function State({ row }: { readonly row: SymbolRow }) {
  const past = usePastCatchup(row.symbol);
  const threshold = useHeader((header) => header.catchupThresholdSeconds, 60);
  if (row.phase === 'failed') {
    return (
      <div role="gridcell" className={styles['state']}>
        <PhaseChip phase={row.phase} reason={row.reason} label={phaseLabel(row)} past={undefined} />
        <span className={styles['reason']} title={row.reason}>
          {row.reason}
        </span>
      </div>
    );
  }
  return (
    <div role="gridcell" className={styles['state']}>
      <span className={styles['phase']}>
        <PhaseChip phase={row.phase} reason={row.reason} label={phaseLabel(row)} past={past} />
        {row.phase === 'active' && past === undefined && !row.metadata.meets_session_config_requirements ? (
          <UpgradeButton symbol={row.symbol} />
        ) : null}
      </span>
      <LagGauge
        symbol={row.symbol}
        lagMs={row.lagMs}
        worstLagMs={row.worstLagMs}
        thresholdMs={threshold * 1_000}
        past={past !== undefined && row.phase === 'active'}
      />
      <RowFactBadges row={row} />
    </div>
  );
}
