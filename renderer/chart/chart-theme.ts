/** Colours that the canvas needs; they come from the same tokens as everything else. */
export interface ChartTheme {
  readonly text: string;
  readonly grid: string;
  readonly border: string;
  readonly crosshair: string;
  readonly label: string;
  readonly up: string;
  readonly down: string;
  readonly upDim: string;
  readonly downDim: string;
  readonly volumeUp: string;
  readonly volumeDown: string;
  readonly volumeForming: string;
  readonly shade: string;
  readonly shadeLine: string;
  readonly background: string;
  readonly gap: string;
  /** One per indicator, in turn. */
  readonly studies: readonly string[];
  readonly font: string;
  /** Font size of prices and times, pixels. */
  readonly fontSize: number;
}

export function readChartTheme(element: Element): ChartTheme {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    text: token('--text-muted'),
    grid: token('--chart-grid'),
    border: token('--line'),
    crosshair: token('--chart-crosshair'),
    label: token('--chart-label'),
    up: token('--up'),
    down: token('--down'),
    upDim: token('--up-dim'),
    downDim: token('--down-dim'),
    volumeUp: token('--volume-up'),
    volumeDown: token('--volume-down'),
    volumeForming: token('--line-strong'),
    shade: token('--chart-shade'),
    shadeLine: token('--accent'),
    background: token('--panel'),
    gap: token('--chart-gap'),
    studies: [1, 2, 3, 4, 5, 6].map((number) => token(`--study-${number}`)),
    font: token('--font-ui'),
    fontSize: Number(token('--chart-text')),
  };
}
