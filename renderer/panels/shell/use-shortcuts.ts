import { useEffect } from 'react';
import { useWorkstation } from '../../state/workstation-context.ts';
import { SHORTCUTS } from './shortcuts.ts';

/** Keys belong to whatever is typed into, and to controls that use them themselves. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.closest('input, textarea, select, [role="menu"], dialog') !== null)
    return true;
  return event.key === ' ' && target.closest('button, a, [role="tab"], [role="radio"]') !== null;
}

export function useShortcuts(): void {
  const workstation = useWorkstation();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const withControl = (event.ctrlKey || event.metaKey) && !event.altKey;
      if (!withControl && isTaken(event)) return;
      const shortcut = SHORTCUTS.find(
        (each) => (each.withControl ?? false) === withControl && each.matches(event),
      );
      if (shortcut === undefined) return;
      event.preventDefault();
      shortcut.run(workstation, event.key);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [workstation]);
}
