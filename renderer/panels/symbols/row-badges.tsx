import { memo } from 'react';
import type { SymbolRow } from '../../../electron/contract/batch.ts';
import { counted } from '../../format/number.ts';
import { Badge } from '../../ui/badge.tsx';
import styles from './symbol-row.module.css';

type RowBadgesProps = Pick<SymbolRow, 'metadata' | 'phase' | 'halted' | 'corrections'>;

/** Who asked for the symbol, and how much of it is there. */
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
        <Badge title="Has only what one caller asked for" testId="adhoc">
          adhoc
        </Badge>
      )}
      {halted === null ? null : (
        <Badge look="accent" title={`Trading stands still: ${halted}`} testId="halted">
          halted
        </Badge>
      )}
      {corrections === 0 ? null : (
        <Badge
          title={`${counted(corrections, 'bar')} of today put right by the feed; what was made of them is made anew`}
          testId="corrections"
        >
          corr {corrections}
        </Badge>
      )}
      {metadata.upgraded_from_adhoc ? (
        <Badge title="Was adhoc; has all that the session config asks for now" testId="upgraded">
          full
        </Badge>
      ) : null}
    </span>
  );
});
