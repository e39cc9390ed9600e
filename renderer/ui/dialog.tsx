import { X } from 'lucide-react';
import { useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import styles from './dialog.module.css';
import { PortalHomeProvider } from './portal-home.ts';

interface DialogProps {
  readonly label: string;
  /** Its size and other styles of its own. */
  readonly className: string | undefined;
  /** Selects the element that gets the focus first; without it, the dialog itself. */
  readonly firstFocus?: string;
  /** A key that closes it, as Escape does. */
  readonly closeKey?: string;
  /** A press outside closes it. */
  readonly closesBeside?: boolean;
  readonly testId: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A modal dialog, for as long as it is rendered. Escape closes it, and the focus goes back to where it was. */
export function Dialog(props: DialogProps) {
  const { label, className, firstFocus, closeKey, closesBeside = false, testId, onClose, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [home, setHome] = useState<HTMLElement | null>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    element.showModal();
    setHome(element);
    const first = firstFocus === undefined ? element : element.querySelector<HTMLElement>(firstFocus);
    first?.focus();
    // A dialog that is only removed from the page would leave the focus nowhere.
    return () => element.close();
  }, [firstFocus]);
  /** A tooltip that closes at Escape takes the key from the browser, which would then keep the dialog open. */
  const onKeyDown = (event: KeyboardEvent): void => {
    const closes = event.key === 'Escape' || event.key === closeKey;
    if (!closes || !event.currentTarget.contains(event.target as Node)) return;
    event.preventDefault();
    dialog.current?.close();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- Escape does what a press beside it does
    <dialog
      ref={dialog}
      tabIndex={-1}
      className={classNames(styles['dialog'], className)}
      aria-label={label}
      data-testid={testId}
      onClose={onClose}
      onKeyDown={onKeyDown}
      onClick={(event) => {
        if (closesBeside && event.target === dialog.current) dialog.current?.close();
      }}
    >
      <PortalHomeProvider value={home}>{children}</PortalHomeProvider>
    </dialog>
  );
}

interface DialogHeadProps {
  readonly title: string;
  readonly note?: string;
}

/** A dialog's name and the button that closes it. */
export function DialogHead({ title, note = '' }: DialogHeadProps) {
  return (
    <header className={styles['head']}>
      <h2>{title}</h2>
      <span className={styles['note']}>{note}</span>
      {/* The browser gives it the focus for a moment, which would open a tooltip unasked. */}
      <Button
        look="quiet"
        aria-label="Close"
        title="Close (Esc)"
        onClick={({ currentTarget }) => currentTarget.closest('dialog')?.close()}
      >
        <X size={14} aria-hidden />
      </Button>
    </header>
  );
}

interface DialogFootProps {
  /** Announced immediately, because it asks a question. */
  readonly isAlert?: boolean;
  /** The message, then the actions. */
  readonly children: ReactNode;
}

/** The last line of a dialog: the state, and the buttons. */
export function DialogFoot({ isAlert = false, children }: DialogFootProps) {
  return (
    <footer className={styles['foot']} role={isAlert ? 'alert' : undefined}>
      {children}
    </footer>
  );
}
