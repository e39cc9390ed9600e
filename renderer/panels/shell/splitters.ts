const STEP_PX = 16;
const LEAP_PX = 64;

/** Pixels by which a key moves a splitter; undefined for other keys. */
function stepOf({ key, shiftKey }: KeyboardEvent, isUpright: boolean): number | undefined {
  const [back, on] = isUpright ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
  const step = shiftKey ? LEAP_PX : STEP_PX;
  return key === back ? -step : key === on ? step : undefined;
}

const isUprightSplitter = (sash: HTMLElement): boolean =>
  sash.closest('.dv-split-view-container')?.classList.contains('dv-horizontal') === true;

/**
 * Makes the dock's splitters focusable, with a name, a place for screen readers, and arrow keys that move them (with Shift
 * farther). Called again after every change of the layout: the dock makes new ones.
 */
export function equipSplitters(dock: HTMLElement): void {
  for (const sash of dock.querySelectorAll<HTMLElement>('.dv-sash')) {
    const isUpright = isUprightSplitter(sash);
    const frame = sash.closest('.dv-split-view-container')?.getBoundingClientRect();
    const box = sash.getBoundingClientRect();
    const share =
      frame === undefined
        ? 0
        : isUpright
          ? (box.left - frame.left) / Math.max(1, frame.width)
          : (box.top - frame.top) / Math.max(1, frame.height);
    sash.setAttribute('aria-valuenow', String(Math.round(100 * Math.min(1, Math.max(0, share)))));
    if (sash.tabIndex === 0) continue;
    sash.tabIndex = 0;
    sash.setAttribute('role', 'separator');
    sash.setAttribute('aria-orientation', isUpright ? 'vertical' : 'horizontal');
    sash.setAttribute('aria-label', isUpright ? 'Width of the panels beside' : 'Height of the panels above');
    sash.title = 'Drag, or move with the arrow keys';
    sash.addEventListener('keydown', (event) => {
      const step = stepOf(event, isUpright);
      if (step === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      drag(sash, isUpright ? { x: step, y: 0 } : { x: 0, y: step });
    });
  }
}

/** Moves as a pointer would: the dock knows the least sizes of its panels. */
function drag(sash: HTMLElement, by: { readonly x: number; readonly y: number }): void {
  const box = sash.getBoundingClientRect();
  const at = { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 };
  const there = { clientX: at.clientX + by.x, clientY: at.clientY + by.y };
  const { ownerDocument: page } = sash;
  sash.dispatchEvent(new PointerEvent('pointerdown', { ...at, bubbles: true }));
  page.dispatchEvent(new PointerEvent('pointermove', there));
  page.dispatchEvent(new PointerEvent('pointerup', there));
}
