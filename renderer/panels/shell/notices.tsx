import { X } from 'lucide-react';
import { useStore } from 'zustand';
import { dismiss } from '../../state/notice-store.ts';
import { useWorkstation } from '../../state/workstation-context.ts';
import { classNames } from '../../ui/class-names.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import styles from './notices.module.css';

/** Messages about events, in a corner: none of them has to be answered. */
export function Notices() {
  const { notices, imports } = useWorkstation();
  const overImport = useStore(imports.store, (state) => state.open);
  const shown = useStore(notices);
  return (
    <section className={classNames(styles['stack'], overImport && styles['raised'])} aria-label="Notices">
      {shown.map(({ id, tone, text, hint, action }) => (
        <div
          key={id}
          className={styles[tone]}
          role={tone === 'problem' ? 'alert' : 'status'}
          data-testid="notice"
        >
          <p className={styles['text']}>
            {tone === 'problem' ? <span aria-hidden>⚠ </span> : null}
            {text} {hint === null ? null : <span className={styles['hint']}>{hint}</span>}
          </p>
          {action === null ? null : (
            <Button
              onClick={() => {
                action.run();
                dismiss(notices, id);
              }}
            >
              {action.label}
            </Button>
          )}
          <IconButton
            look="quiet"
            label="Dismiss"
            icon={<X size={13} />}
            onClick={() => dismiss(notices, id)}
          />
        </div>
      ))}
    </section>
  );
}
