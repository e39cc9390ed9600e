import type { CSSProperties } from 'react';

/** How much of a bar is filled, from 0 to 1, for a style that paints up to `var(--share)`. */
export const shareStyle = (share: number): CSSProperties =>
  ({ '--share': `${(share * 100).toFixed(2)}%` }) as CSSProperties;
