/** Text of an undefined figure. */
export const NO_FIGURE = '–';

/** From here on a percentage says no more than that it is huge. */
const MAX_PERCENT = 100_000;

function fixed(value: number, places: number): string {
  const [whole = '', rest] = Math.abs(value).toFixed(places).split('.');
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
  const text = rest === undefined ? grouped : `${grouped}.${rest}`;
  return value < 0 && /[1-9]/.test(text) ? `-${text}` : text;
}

/** `-1,234.50`: money, with two digits. */
export const moneyText = (amount: number | null): string => (amount === null ? NO_FIGURE : fixed(amount, 2));

/** `+1,234.50`, `-3.20`: money that is won or lost. */
export const gainText = (amount: number | null): string => withPlus(amount, moneyText(amount));

/** `104.50`, `0.1235`: two digits from 1 on, four below it, as US equities are quoted. */
export const priceText = (price: number | null): string =>
  price === null ? NO_FIGURE : fixed(price, Math.abs(price) < 1 && price !== 0 ? 4 : 2);

/** `12.34 %` of a part of 1. */
export function percentText(part: number | null): string {
  if (part === null) return NO_FIGURE;
  const percent = part * 100;
  return percent > MAX_PERCENT ? `> ${fixed(MAX_PERCENT, 0)} %` : `${fixed(percent, 2)} %`;
}

/** `+12.34 %`. */
export const changeText = (part: number | null): string => withPlus(part, percentText(part));

export const ratioText = (value: number | null): string => (value === null ? NO_FIGURE : fixed(value, 2));

export const countText = (count: number): string => fixed(count, 0);

/** `45 min`, `3.5 h`, `2.1 days`: a time held, nights counted. */
export function heldText(minutes: number | null): string {
  if (minutes === null) return NO_FIGURE;
  if (minutes < 1) return `${fixed(minutes * 60, 0)} s`;
  if (minutes < 120) return `${fixed(minutes, 0)} min`;
  return minutes < 48 * 60 ? `${fixed(minutes / 60, 1)} h` : `${fixed(minutes / 1_440, 1)} days`;
}

const withPlus = (value: number | null, text: string): string =>
  value !== null && value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
