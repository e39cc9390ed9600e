const LOCALE = 'en-US';

const whole = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 });
const cents = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const quantities = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 8 });
const tenth = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const compact = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumFractionDigits: 1 });

/** Shown where there is no value yet. */
export const NO_VALUE = '–';

/** U+2212, as wide as the plus sign in tabular figures. */
export const MINUS = '−';

const signed = (value: number, text: string): string =>
  value < 0 ? `${MINUS}${text}` : value > 0 ? `+${text}` : text;

/** The grid of a symbol's prices; the second holds below 1. */
export interface Ticks {
  readonly tick: number;
  readonly tickBelowOne: number;
}

/** US equities quote in cents at and above one dollar and in hundredths of a cent below (SEC Rule 612). */
const CENTS: Ticks = { tick: 0.01, tickBelowOne: 0.0001 };
const MAX_PLACES = 12;
/** Digits of a price that its tick would leave one digit of: 0.000020911. */
const MIN_DIGITS = 5;

const byPlaces = new Map<number, Intl.NumberFormat>();

function withPlaces(places: number): Intl.NumberFormat {
  let format = byPlaces.get(places);
  if (format === undefined) {
    format = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: places, maximumFractionDigits: places });
    byPlaces.set(places, format);
  }
  return format;
}

/** Decimal places of a tick, two at least where it has any: 0 for 1, 2 for 0.25, 6 for 1/64. */
function placesOf(tick: number): number {
  for (let places = 0; places < MAX_PLACES; places++) {
    if (Number.isInteger(Number((tick * 10 ** places).toPrecision(12)))) return places === 1 ? 2 : places;
  }
  return MAX_PLACES;
}

/** A price in the digits of its instrument's tick; more where it is so small that they would say nothing. */
export function formatPrice(price: number | null, { tick, tickBelowOne }: Ticks = CENTS): string {
  if (price === null || !Number.isFinite(price)) return NO_VALUE;
  const size = Math.abs(price);
  const grid = size < 1 && size !== 0 ? tickBelowOne : tick;
  const places = placesOf(grid);
  if (size === 0 || size >= 10 * grid) return withPlaces(places).format(price);
  const needed = Math.min(MAX_PLACES, MIN_DIGITS - 1 - Math.floor(Math.log10(size)));
  return new Intl.NumberFormat(LOCALE, {
    minimumFractionDigits: places,
    maximumFractionDigits: Math.max(places, needed),
  }).format(price);
}

/** A quantity with its own digits: `100`, `0.00012345`. */
export const formatQuantity = (quantity: number): string =>
  Number.isFinite(quantity) ? quantities.format(quantity) : NO_VALUE;

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

/** `12,345.60`: money, in the account's currency. Less than a cent shows its first digits: `0.00002091`. */
export function formatMoney(amount: number): string {
  if (!Number.isFinite(amount)) return NO_VALUE;
  return `${amount < 0 ? MINUS : ''}${moneyFormat(amount).format(Math.abs(amount))}`;
}

const small = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 8 });
const moneyFormat = (amount: number): Intl.NumberFormat =>
  amount !== 0 && Math.abs(amount) < 0.005 ? small : cents;

/** `+12.30`, `−4.10`: profit or loss. */
export const formatSignedMoney = (amount: number): string =>
  Number.isFinite(amount) ? signed(amount, moneyFormat(amount).format(Math.abs(amount))) : NO_VALUE;

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
