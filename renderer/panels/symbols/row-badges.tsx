import { memo } from 'react';
import type { SymbolRow } from '../../../electron/contract/batch.ts';
import { counted } from '../../format/number.ts';
import { Badge } from '../../ui/badge.tsx';
import styles from './symbol-row.module.css';

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
