import { Tooltip as Radix } from 'radix-ui';
import { useState, type ReactElement, type ReactNode } from 'react';
import { usePortalHome } from './portal-home.ts';
import styles from './tooltip.module.css';

export function TooltipRoot({ children }: { readonly children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={350} skipDelayDuration={200} disableHoverableContent>
      {children}
    </Radix.Provider>
  );
}

interface TooltipProps {
  readonly text: ReactNode;
  /** The key that does the same. */
  readonly keys?: string;
  /** Shows it without a pointer; undefined leaves it to pointer and focus. */
  readonly open?: boolean;
  readonly side?: 'top' | 'bottom' | 'right';
  readonly children: ReactElement;
}

export function Tooltip({ text, keys, open = false, side = 'top', children }: TooltipProps) {
  const [pointed, setPointed] = useState(false);
  return (
    <Radix.Root open={open || pointed} onOpenChange={setPointed}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal container={usePortalHome()}>
        <Radix.Content className={styles['tip']} side={side} sideOffset={6} collisionPadding={8}>
          {text}
          {keys === undefined ? null : <kbd className={styles['keys']}>{keys}</kbd>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
