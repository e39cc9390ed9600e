/** Trading days of the sample week and of the five days of history before it. */
export const DAYS = [17, 18, 19, 20, 21, 24, 25, 26].map((day) => `2025-11-${day}`);
const HEAD = 'time,open,high,low,close,volume';

/** Made-up minutes of those days, stamped with their opens in New York; row `bad` has a high under its low. */
export function madeUpCsv(options: { readonly without?: number; readonly bad?: number } = {}): string {
  const rows = DAYS.flatMap((day) =>
    Array.from({ length: 390 }, (_, index) => {
      const clock = 570 + index;
      const time = [Math.floor(clock / 60), clock % 60].map((part) => String(part).padStart(2, '0'));
      const price = 50 + Math.sin(index / 30);
      const high = index === options.bad ? price - 2 : price + 0.05;
      const figures = [price, high, price - 0.05, price].map((value) => value.toFixed(2));
      return `${day} ${time.join(':')}:00,${figures.join(',')},${index === 0 ? 250_000 : 1_500}`;
    }).filter((_, index) => index !== options.without),
  );
  return [HEAD, ...rows, ''].join('\n');
}
