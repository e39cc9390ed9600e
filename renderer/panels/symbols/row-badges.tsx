import type { SymbolRow } from '../../../electron/contract/batch.ts';
import { counted, formatCompact, formatCount, formatQuality } from '../../format/number.ts';
import { formatUtc } from '../../format/zone-format.ts';
import { useZoneFormat, useCommands } from '../../state/workstation-context.ts';
import styles from './symbol-row.module.css';
import { ArrowUpCircle, Lock, X } from 'lucide-react';
import { keepFocus } from '../../ui/button.tsx';
import { memo } from 'react';
import { Badge } from '../../ui/badge.tsx';

const COMPACT_FROM = 10_000;

/** When it came, how complete it is, how many bars it has. */
export function RowFactBadges({ row }: { readonly row: SymbolRow }) {
  const format = useZoneFormat();
  const { addedAtMs, quality, barCount } = row;
  return (
    <span className={styles['facts']}>
      <span
        title={
          addedAtMs === null
            ? 'Here since before the session opened'
            : `Added at ${format.clock(addedAtMs)} ${format.zoneName(addedAtMs)} · ${formatUtc(addedAtMs)}`
        }
        data-testid="added-at"
      >
        {addedAtMs === null ? 'start' : format.minute(addedAtMs)}
      </span>
      <span title="Existing bars, of those expected so far" data-testid="quality">
        {formatQuality(quality)}
      </span>
      <span title={counted(barCount, 'bar')} data-testid="bar-count">
        {barCount >= COMPACT_FROM ? formatCompact(barCount) : formatCount(barCount)}
      </span>
    </span>
  );
}

/** Loads everything that the session config requires into an adhoc symbol. */
export function UpgradeButton({ symbol }: { readonly symbol: string }) {
  const commands = useCommands();
  return (
    <button
      type="button"
      className={styles['upgrade']}
      aria-label={`Upgrade ${symbol} to everything that the session config requires`}
      title="Load everything that the session config requires"
      tabIndex={-1}
      data-testid="upgrade"
      onMouseDown={keepFocus}
      onClick={(event) => {
        event.stopPropagation();
        void commands.upgradeSymbol(symbol);
      }}
    >
      <ArrowUpCircle size={11} aria-hidden />
      upgrade
    </button>
  );
}

interface RemoveButtonProps {
  readonly symbol: string;
  /** The reason why the symbol must stay; null when it can go. */
  readonly lockedBy: string | null;
}

/** Stays focusable while locked, so that the reason can be read and heard. */
export const RemoveButton = memo(function RemoveButton({ symbol, lockedBy }: RemoveButtonProps) {
  const commands = useCommands();
  const locked = lockedBy !== null;
  return (
    <button
      type="button"
      className={styles['removeButton']}
      aria-label={locked ? `${symbol} cannot be removed: ${lockedBy}` : `Remove ${symbol}`}
      title={locked ? `Cannot be removed: ${lockedBy}` : `Remove ${symbol} (Del)`}
      aria-disabled={locked}
      tabIndex={-1}
      data-testid="remove"
      onMouseDown={keepFocus}
      onClick={(event) => {
        event.stopPropagation();
        if (!locked) void commands.removeSymbol(symbol);
      }}
    >
      {locked ? <Lock size={12} aria-hidden /> : <X size={13} aria-hidden />}
    </button>
  );
});

type RowBadgesProps = Pick<SymbolRow, 'metadata' | 'phase' | 'halted' | 'corrections'>;

/** The symbol’s origin and its completeness. */
export const RowBadges = memo(function RowBadges({ metadata, phase, halted, corrections }: RowBadgesProps) {
  const full = metadata.meets_session_config_requirements;
  return (
    <span className={styles['badges']} data-requirements={full ? 'full' : 'adhoc'}>
      <Badge title={`Added by: ${metadata.added_by}`} testId="added-by">
        {metadata.added_by}
      </Badge>
      {metadata.auto_provisioned && !full ? (
        <Badge title="Provisioned automatically, for one caller" testId="auto-provisioned">
          auto
        </Badge>
      ) : null}
      {full || metadata.added_by === 'adhoc' || phase === 'failed' ? null : (
        <Badge title="Has only the data that one caller requested" testId="adhoc">
          adhoc
        </Badge>
      )}
      {halted === null ? null : (
        <Badge look="accent" title={`Trading is halted: ${halted}`} testId="halted">
          halted
        </Badge>
      )}
      {corrections === 0 ? null : (
        <Badge
          title={`${counted(corrections, 'bar')} of today corrected by the feed; derived data was recomputed`}
          testId="corrections"
        >
          corr {corrections}
        </Badge>
      )}
      {metadata.upgraded_from_adhoc ? (
        <Badge title="Was adhoc; now has everything that the session config requires" testId="upgraded">
          full
        </Badge>
      ) : null}
    </span>
  );
});
