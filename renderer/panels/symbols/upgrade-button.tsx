import { ArrowUpCircle } from 'lucide-react';
import { useCommands } from '../../state/workstation-context.ts';
import { keepFocus } from '../../ui/button.tsx';
import styles from './symbol-row.module.css';

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
