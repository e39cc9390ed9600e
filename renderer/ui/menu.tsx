import { DropdownMenu } from 'radix-ui';
import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './menu.module.css';
import { usePortalHome } from './portal-home.ts';

interface Choice {
  readonly value: string;
  readonly label: ReactNode;
  readonly detail?: ReactNode;
  readonly disabled?: boolean;
  /** Separated from those above: a new group begins. */
  readonly apart?: boolean;
}

interface ChoiceMenuProps {
  /** The name of the choice, for screen readers. */
  readonly label: string;
  /** The text of the closed control. */
  readonly shown: ReactNode;
  readonly choices: readonly Choice[];
  readonly value: string | null;
  readonly onChoose: (value: string) => void;
  readonly wide?: boolean;
  /** Looks like the heading of its choices. */
  readonly title?: boolean;
  readonly disabled?: boolean;
  readonly testId?: string;
}

/** One of several choices that need room for a description. */
export function ChoiceMenu(props: ChoiceMenuProps) {
  const {
    label,
    shown,
    choices,
    value,
    onChoose,
    wide = false,
    title = false,
    disabled = false,
    testId,
  } = props;
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className={classNames(styles['trigger'], wide && styles['wide'], title && styles['title'])}
        aria-label={nameOf(label, shown)}
        disabled={disabled}
        data-testid={testId}
      >
        <span className={styles['shown']} aria-hidden>
          {shown}
        </span>
        <ChevronDown size={13} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={usePortalHome()}>
        <DropdownMenu.Content
          className={styles['content']}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          <DropdownMenu.RadioGroup value={value ?? ''} onValueChange={onChoose}>
            {choices.map((choice) => (
              <DropdownMenu.RadioItem
                key={choice.value}
                value={choice.value}
                disabled={choice.disabled ?? false}
                className={classNames(styles['item'], choice.apart === true && styles['apart'])}
              >
                <span className={styles['label']}>{choice.label}</span>
                {choice.detail === undefined ? null : (
                  <span className={styles['detail']}>{choice.detail}</span>
                )}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** The visible text is part of the announced name. */
const nameOf = (label: string, shown: ReactNode): string =>
  typeof shown !== 'string' || label.includes(shown) ? label : `${label}: ${shown}`;
