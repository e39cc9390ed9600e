interface EquityPoint {
  /** UTC epoch ms. */
  readonly at: number;
  readonly value: number;
}

const WIDTH = 800;
const HEIGHT = 360;
const MARGIN = 48;
/** A picture has no more detail than it has columns. */
const MAX_POINTS = WIDTH;

/** Equity as a picture of its own (SVG): points are spaced evenly, so that nights take no room. */
export function equityPicture(points: readonly EquityPoint[]): string {
  const every = Math.max(1, Math.ceil(points.length / MAX_POINTS));
  const drawn = points.filter((_, index) => index % every === 0 || index === points.length - 1);
  const values = drawn.map(({ value }) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const x = (index: number): number =>
    MARGIN + ((WIDTH - 2 * MARGIN) * index) / Math.max(1, drawn.length - 1);
  const y = (value: number): number =>
    HEIGHT - MARGIN - ((HEIGHT - 2 * MARGIN) * (value - low)) / (high - low || 1);
  const line = drawn.map(({ value }, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  const label = (at: number, text: string): string =>
    `<text x="${MARGIN}" y="${at}" font-family="sans-serif" font-size="13">${text}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">`,
    '<rect width="100%" height="100%" fill="#ffffff"/>',
    label(MARGIN - 12, `highest ${money(high)}`),
    label(HEIGHT - MARGIN + 24, `lowest ${money(low)}, last ${money(values.at(-1) ?? Number.NaN)}`),
    `<polyline points="${line}" fill="none" stroke="#2962ff" stroke-width="1.5"/>`,
    '</svg>',
  ].join('\n');
}

const money = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 2 });
