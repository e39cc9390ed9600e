import type { ComponentProps, MouseEvent, ReactNode } from 'react';
import styles from './button.module.css';
import { classNames } from './class-names.ts';
import { Tooltip } from './tooltip.tsx';

/** A click with the mouse does not move the focus, so that the space bar still plays and pauses. */
export const keepFocus = (event: MouseEvent): void => event.preventDefault();

type ButtonLook = 'plain' | 'primary' | 'quiet';

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: ButtonLook;
}

export function Button({ look = 'plain', className, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      onMouseDown={keepFocus}
      className={classNames(styles['button'], styles[look], className)}
      {...rest}
    />
  );
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'children'> {
  readonly label: string;
  readonly keys?: string;
  readonly icon: ReactNode;
  readonly look?: ButtonLook;
}

/** A button with a picture; screen readers announce its name, and a tooltip shows it with its key. */
export function IconButton({ label, keys, icon, look = 'plain', className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label} {...(keys === undefined ? {} : { keys })}>
      <button
        type="button"
        aria-label={label}
        aria-keyshortcuts={keys}
        onMouseDown={keepFocus}
        className={classNames(styles['button'], styles['icon'], styles[look], className)}
        {...rest}
      >
        {icon}
      </button>
    </Tooltip>
  );
}
