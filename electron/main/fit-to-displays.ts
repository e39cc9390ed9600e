import type { Screen } from 'electron';

/** A rectangle on the desktop, in device-independent pixels. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The smallest window the layout is designed for. */
export const MIN_WINDOW = { width: 1_024, height: 680 } as const;
const FIRST_WINDOW = { width: 1_440, height: 900 } as const;
/** A remembered window counts as visible when this much of it, each way, lies on a display. */
const VISIBLE_PX = 120;

/**
 * The place where the window opens: its last place if that is still visible, else the middle of the first display. It
 * is never larger than the work area of its display. `workAreas` has the primary display first and is not empty.
 */
export function fitToDisplays(remembered: Bounds | null, workAreas: readonly Bounds[]): Bounds {
  const area = remembered === null ? undefined : workAreas.find((candidate) => shows(candidate, remembered));
  if (remembered !== null && area !== undefined) return within(area, remembered);
  return centred(workAreas[0] ?? { x: 0, y: 0, ...FIRST_WINDOW }, remembered ?? FIRST_WINDOW);
}

/** Of all displays, the primary one first. */
export function workAreasOf(screen: Pick<Screen, 'getPrimaryDisplay' | 'getAllDisplays'>): readonly Bounds[] {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  return [primary, ...others].map(({ workArea }) => workArea);
}

function shows(area: Bounds, window: Bounds): boolean {
  const width = Math.min(area.x + area.width, window.x + window.width) - Math.max(area.x, window.x);
  const height = Math.min(area.y + area.height, window.y + window.height) - Math.max(area.y, window.y);
  return width >= VISIBLE_PX && height >= VISIBLE_PX;
}

function within(area: Bounds, window: Bounds): Bounds {
  const { width, height } = sizeWithin(area, window);
  return {
    x: Math.min(Math.max(window.x, area.x), area.x + area.width - width),
    y: Math.min(Math.max(window.y, area.y), area.y + area.height - height),
    width,
    height,
  };
}

function centred(area: Bounds, size: { readonly width: number; readonly height: number }): Bounds {
  const { width, height } = sizeWithin(area, size);
  const x = area.x + Math.floor((area.width - width) / 2);
  const y = area.y + Math.floor((area.height - height) / 2);
  return { x, y, width, height };
}

const sizeWithin = (area: Bounds, size: { readonly width: number; readonly height: number }) => ({
  width: Math.min(Math.max(size.width, MIN_WINDOW.width), area.width),
  height: Math.min(Math.max(size.height, MIN_WINDOW.height), area.height),
});
