import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useView, useWorkstation } from '../../state/workstation-context.ts';
import { IconButton } from '../../ui/button.tsx';
import { SHORTCUTS } from './shortcuts.ts';
import styles from './shortcuts-sheet.module.css';

export function ShortcutsSheet() {
  const { view } = useWorkstation();
  const open = useView((state) => state.shortcutsOpen);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const sheet = dialog.current;
    if (!open) {
      sheet?.close();
      return;
    }
    sheet?.showModal();
    sheet?.focus();
  }, [open]);
  const close = (): void => view.setState({ shortcutsOpen: false });
  return (
    <dialog
      ref={dialog}
      tabIndex={-1}
      className={styles['sheet']}
      aria-label="Keyboard shortcuts"
      onClose={close}
      onKeyDown={(event) => {
        if (event.key === '?' || event.key === 'Escape') close();
      }}
    >
      <div className={styles['head']}>
        <h2>Keyboard shortcuts</h2>
        <IconButton look="quiet" label="Close" icon={<X size={14} />} onClick={close} />
      </div>
      <dl className={styles['keys']}>
        {SHORTCUTS.map(({ keys, label }) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
