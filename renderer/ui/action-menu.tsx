import { ChevronDown } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './menu.module.css';
import { usePortalHome } from './portal-home.ts';

interface Action {
  readonly label: string;
  readonly detail?: string;
  readonly run: () => void;
}

interface ActionMenuProps {
  readonly label: string;
  readonly shown: ReactNode;
  readonly actions: readonly Action[];
  readonly disabled?: boolean;
  /** Shows nothing but what is `shown`. */
  readonly bare?: boolean;
}

/** A few actions behind one button. */
export function ActionMenu({ label, shown, actions, disabled = false, bare = false }: ActionMenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className={classNames(styles['trigger'], styles['bare'])}
        aria-label={label}
        disabled={disabled}
      >
        {shown}
        {bare ? null : <ChevronDown size={13} aria-hidden />}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={usePortalHome()}>
        <DropdownMenu.Content
          className={styles['content']}
          align="end"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          {actions.map((action) => (
            <DropdownMenu.Item key={action.label} className={styles['item']} onSelect={action.run}>
              <span className={styles['label']}>{action.label}</span>
              {action.detail === undefined ? null : <span className={styles['detail']}>{action.detail}</span>}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
