const LOCALE = 'en-US';

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const cents = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const fine = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 4, maximumFractionDigits: 4 });
const tenth = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const compact = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumFractionDigits: 1 });

/** Shown where there is no value yet. */
export const NO_VALUE = '–';

/** U+2212, as wide as the plus sign in tabular figures. */
export const MINUS = '−';

const signed = (value: number, text: string): string =>
  value < 0 ? `${MINUS}${text}` : value > 0 ? `+${text}` : text;

/** US equities quote in cents at and above one dollar and in hundredths of a cent below (SEC Rule 612). */
export function formatPrice(price: number | null): string {
  if (price === null || !Number.isFinite(price)) return NO_VALUE;
  return (Math.abs(price) < 1 && price !== 0 ? fine : cents).format(price);
}

/** `+1.23`, `−0.45`. */
function formatChange(change: number | null): string {
  if (change === null || !Number.isFinite(change)) return NO_VALUE;
  return signed(change, cents.format(Math.abs(change)));
}

/** `+1.23%` of a figure that is already in percent. */
export function formatChangePercent(percent: number | null): string {
  const text = formatChange(percent);
  return text === NO_VALUE ? text : `${text}%`;
}

/** `12,345.60`: money, in the currency of the exchange. */
export const formatMoney = (amount: number): string =>
  Number.isFinite(amount) ? `${amount < 0 ? MINUS : ''}${cents.format(Math.abs(amount))}` : NO_VALUE;

/** `+12.30`, `−4.10`: profit or loss. */
export const formatSignedMoney = (amount: number): string => formatChange(amount);

/** `1,234,567`. */
export const formatCount = (count: number): string =>
  Number.isFinite(count) ? whole.format(count) : NO_VALUE;

/** `1.2M`: where all the figures have no room. */
export const formatCompact = (count: number): string =>
  Number.isFinite(count) ? compact.format(count) : NO_VALUE;

/** Share of expected bars that exist: `100%`, `98.7%`, never `100%` while one is missing. */
export function formatQuality(percent: number | null): string {
  if (percent === null || !Number.isFinite(percent)) return NO_VALUE;
  if (percent >= 100) return '100%';
  return `${tenth.format(Math.min(percent, 99.9))}%`;
}

/** Wall time that something took: `3 ms`, `1.2 s`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return NO_VALUE;
  if (ms < 1_000) return `${whole.format(Math.max(1, ms))} ms`;
  return `${tenth.format(ms / 1_000)} s`;
}

/** A counted noun: `1 bar`, `142 bars`. */
export const counted = (count: number, noun: string): string =>
  `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
