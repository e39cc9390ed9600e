import { useEffect } from 'react';
import type { ChartWindow } from '../../state/view-store.ts';
import { useWorkstation } from '../../state/workstation-context.ts';
import { SHORTCUTS } from './shortcuts.ts';

/** Not `instanceof`: elements of another window have another class. */
const isElement = (target: EventTarget | null): target is HTMLElement =>
  target !== null && 'closest' in target;

/** Keys belong to the field that has the focus, and to controls that use them themselves. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  const target = event.target;
  if (!isElement(target)) return false;
  if (target.isContentEditable || target.closest('input, textarea, select, [role="menu"], dialog') !== null)
    return true;
  return event.key === ' ' && target.closest('button, a, [role="tab"], [role="radio"]') !== null;
}

/** The keys of a window; the second one has those that work there. */
export function useShortcuts(target: Window, where: ChartWindow): void {
  const workstation = useWorkstation();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const withControl = (event.ctrlKey || event.metaKey) && !event.altKey;
      if (!withControl && isTaken(event)) return;
      const shortcut = SHORTCUTS.find(
        (each) =>
          (each.withControl ?? false) === withControl &&
          (where === 'main' || each.everywhere === true) &&
          each.matches(event),
      );
      if (shortcut === undefined) return;
      event.preventDefault();
      shortcut.run(workstation, event.key, where);
    };
    target.addEventListener('keydown', onKeyDown);
    return () => target.removeEventListener('keydown', onKeyDown);
  }, [workstation, target, where]);
}
