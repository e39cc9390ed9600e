import { ArrowUpCircle } from 'lucide-react';
import type { SymbolRow } from '../../../electron/contract/batch.ts';
import { useCommands } from '../../state/workstation-context.ts';
import { Badge } from '../../ui/badge.tsx';
import { keepFocus } from '../../ui/button.tsx';
import styles from './symbol-row.module.css';

/** Who asked for the symbol, and how much of it is there. */
export function RowBadges({ row }: { readonly row: SymbolRow }) {
  const commands = useCommands();
  const { metadata, symbol } = row;
  const full = metadata.meets_session_config_requirements;
  return (
    <span className={styles['badges']}>
      <Badge title={`Added by: ${metadata.added_by}`} testId="added-by">
        {metadata.added_by}
      </Badge>
      {metadata.auto_provisioned ? (
        <Badge title="Provisioned automatically, for one caller" testId="auto">
          auto
        </Badge>
      ) : null}
      {full ? null : (
        <>
          {metadata.added_by === 'adhoc' ? null : (
            <Badge title="Has only what one caller asked for" testId="adhoc">
              adhoc
            </Badge>
          )}
          <button
            type="button"
            className={styles['upgrade']}
            aria-label={`Upgrade ${symbol} to all that the session config asks for`}
            title="Load everything the session config asks for"
            tabIndex={-1}
            onMouseDown={keepFocus}
            onClick={(event) => {
              event.stopPropagation();
              void commands.upgradeSymbol(symbol);
            }}
          >
            <ArrowUpCircle size={11} aria-hidden />
            upgrade
          </button>
        </>
      )}
    </span>
  );
}
