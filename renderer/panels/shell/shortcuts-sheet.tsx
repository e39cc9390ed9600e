import { useView, useWorkstation } from '../../state/workstation-context.ts';
import { Dialog, DialogHead } from '../../ui/dialog.tsx';
import { SHORTCUTS } from './shortcuts.ts';
import styles from './shortcuts-sheet.module.css';

export function ShortcutsSheet() {
  const { view } = useWorkstation();
  const open = useView((state) => state.shortcutsOpen);
  if (!open) return null;
  return (
    <Dialog
      label="Keyboard shortcuts"
      className={styles['sheet']}
      closeKey="?"
      testId="shortcuts"
      onClose={() => view.setState({ shortcutsOpen: false })}
    >
      <DialogHead title="Keyboard shortcuts" />
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
    </Dialog>
  );
}
