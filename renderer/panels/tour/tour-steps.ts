/** The texts of the four steps of the first start. Each step appears beside its subject. */
export interface TourStep {
  readonly beside: 'transport' | 'symbols' | 'analysis' | 'end';
  readonly title: string;
  readonly text: string;
  /** Keys that the step mentions. */
  readonly keys: readonly string[];
}

export const TOUR_STEPS: readonly TourStep[] = [
  {
    beside: 'transport',
    title: 'A past day plays',
    text: 'Generated prices, on one clock. Space pauses and resumes; the arrow keys step; “Run to” goes to a time.',
    keys: ['Space', '→', '←'],
  },
  {
    beside: 'symbols',
    title: 'Add a symbol while it runs',
    text: 'Press /, type AAPL, Enter. Its bars are replayed up to the clock, which stops until they are through.',
    keys: ['/', 'Enter'],
  },
  {
    beside: 'analysis',
    title: 'Results',
    text: 'Signals, orders, data quality and the report, by who added the symbol. Blocked until every symbol has caught up.',
    keys: ['O', 'R'],
  },
  {
    beside: 'end',
    title: 'Your own bars and strategies',
    text: 'Drop files of bars onto the window: nothing is written until you confirm. Ctrl K finds every command.',
    keys: ['Ctrl K', '?'],
  },
];
