import { memo } from 'react';
import { Lock, X } from 'lucide-react';
import { useCommands } from '../../state/workstation-context.ts';
import { keepFocus } from '../../ui/button.tsx';
import styles from './symbol-row.module.css';

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
