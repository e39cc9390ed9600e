/** What the four steps of the first start say. Each stands beside what it speaks of. */
export interface TourStep {
  readonly beside: 'transport' | 'symbols' | 'analysis' | 'end';
  readonly title: string;
  readonly text: string;
  /** Keys that the step speaks of. */
  readonly keys: readonly string[];
}

export const TOUR_STEPS: readonly TourStep[] = [
  {
    beside: 'transport',
    title: 'A past day plays',
    text: 'Invented prices, against one clock. Space pauses and goes on; the arrow keys step; “Run to” goes to a time.',
    keys: ['Space', '→', '←'],
  },
  {
    beside: 'symbols',
    title: 'Add a symbol while it runs',
    text: 'Press /, type AAPL, Enter. Its bars are replayed up to the clock, which stands still meanwhile.',
    keys: ['/', 'Enter'],
  },
  {
    beside: 'analysis',
    title: 'What came of it',
    text: 'Signals, orders, data quality and the report, by who added the symbol. Blocked until everybody has caught up.',
    keys: ['O', 'R'],
  },
  {
    beside: 'end',
    title: 'Your own bars and strategies',
    text: 'Drop files of bars onto the window: nothing is written before you say so. Ctrl K finds everything that can be done.',
    keys: ['Ctrl K', '?'],
  },
];
