const START = Date.UTC(2025, 2, 4, 14, 30);
const two = (number) => String(number).padStart(2, '0');

const digits = (value) => Number(value.toPrecision(7));

/** Twelve bars; the first is the opening auction. */
export const bars = (price, step = 60_000, start = START) =>
  Array.from({ length: 12 }, (_, index) => {
    const open = price * (1 + index / 1_000);
    return {
      t: start + index * step,
      o: digits(open),
      h: digits(open * 1.002),
      l: digits(open * 0.998),
      c: digits(open * 1.001),
      v: index === 0 ? 9_000 : 100 + index,
    };
  });

/** The clock of New York on 4 March 2025, as `pattern` writes it. */
export function clock(t, pattern, hours = -5) {
  const date = new Date(t + hours * 3_600_000);
  const parts = {
    YYYY: date.getUTCFullYear(),
    MM: two(date.getUTCMonth() + 1),
    DD: two(date.getUTCDate()),
    hh: two(date.getUTCHours()),
    mm: two(date.getUTCMinutes()),
    ss: two(date.getUTCSeconds()),
  };
  return pattern.replaceAll(/YYYY|MM|DD|hh|mm|ss/g, (part) => parts[part]);
}

export const csv = (header, rows, mark = ',') =>
  `${[...(header === '' ? [] : [header]), ...rows.map((row) => row.join(mark))].join('\n')}\n`;
export const ohlcv = ({ o, h, l, c, v }) => [o, h, l, c, v];
export const iso = ({ t }) => new Date(t).toISOString();
export const plain = csv(
  'timestamp,open,high,low,close,volume',
  bars(100).map((bar) => [iso(bar), ...ohlcv(bar)]),
);
export const days = (price) =>
  bars(price, 86_400_000, Date.UTC(2025, 2, 3)).filter(({ t }) => ![0, 6].includes(new Date(t).getUTCDay()));
export const crypto = bars(90_000, 60_000, Date.UTC(2025, 2, 4)).map((bar) => ({ ...bar, v: bar.v / 8 }));
