import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Interval } from '../../core/base/interval.ts';
import type { Study } from '../../electron/contract/study.ts';

/** Numbers of chart panes that can be on screen. */
export const PANE_COUNTS = [1, 2, 4, 6, 9, 12] as const;
export type PaneCount = (typeof PANE_COUNTS)[number];

/** Charts are in the main window and, on another display, in a second one. */
export type ChartWindow = 'main' | 'second';
/** Panes 0 to 11 are the main window's, 12 to 23 those of the second. */
export const PANES_OF_WINDOW = 12;

/** Panels that can be hidden; the charts always stay. */
export const FOLDING_PANELS = ['symbols', 'analysis'] as const;
export type FoldingPanel = (typeof FOLDING_PANELS)[number];

export type AnalysisTab = 'signals' | 'orders' | 'quality' | 'log' | 'performance' | 'report' | 'feed';
/** The sort key of the list of symbols. */
export const SYMBOL_ORDERS = ['added', 'symbol', 'change', 'fall', 'last', 'volume', 'lag', 'gaps'] as const;
export type SymbolOrder = (typeof SYMBOL_ORDERS)[number];
export type Theme = 'dark' | 'light';

export interface Pane {
  readonly id: string;
  /** Null until a symbol is put there. */
  readonly symbol: string | null;
  /** Null: the shortest interval that the session has. */
  readonly interval: Interval | null;
  /** Indicators; null: those that the session has on the pane's interval. */
  readonly studies: readonly Study[] | null;
}

/** The user's view. The engine uses nothing of it except the list of charts on screen. */
export interface ViewState {
  readonly selected: string | null;
  readonly panes: readonly Pane[];
  /** The session (config id) whose symbols the panes show. */
  readonly paneSession: string | null;
  readonly paneCount: PaneCount;
  /** Panes of the second window, while that is open. */
  readonly secondCount: PaneCount;
  readonly secondOpen: boolean;
  /** The pane that shows the selection. */
  readonly activePane: number;
  readonly analysisTab: AnalysisTab;
  readonly symbolOrder: SymbolOrder;
  /** Words that a row must contain to be listed. */
  readonly symbolFilter: string;
  readonly theme: Theme;
  readonly shortcutsOpen: boolean;
  readonly paletteOpen: boolean;
  /** The step of the first start that is shown, from 0; null for none. */
  readonly tour: number | null;
  /** True once the first start was shown: it does not open again automatically. */
  readonly tourSeen: boolean;
  /** True while an order is written. */
  readonly ticketOpen: boolean;
  /** True while crosshair and time range of one pane move those of the others. */
  readonly linked: boolean;
  /** Panels that are hidden. */
  readonly hidden: readonly FoldingPanel[];
  /** The arrangement of the panels in the dock's format; null for the default one. */
  readonly dock: unknown;
}

export type ViewStore = StoreApi<ViewState>;

const pane = (index: number): Pane => ({ id: `p${index + 1}`, symbol: null, interval: null, studies: null });

export const INITIAL_VIEW: ViewState = {
  selected: null,
  panes: Array.from({ length: 2 * PANES_OF_WINDOW }, (_, index) => pane(index)),
  paneSession: null,
  paneCount: 1,
  secondCount: 2,
  secondOpen: false,
  activePane: 0,
  analysisTab: 'signals',
  symbolOrder: 'added',
  symbolFilter: '',
  theme: 'dark',
  shortcutsOpen: false,
  paletteOpen: false,
  tour: null,
  tourSeen: false,
  ticketOpen: false,
  linked: true,
  hidden: [],
  dock: null,
};

export const createViewStore = (saved: Partial<ViewState> = {}): ViewStore =>
  createStore<ViewState>(() => ({ ...INITIAL_VIEW, ...saved }));

/** Selects a symbol and shows it in the active pane. */
export const select =
  (symbol: string) =>
  (view: ViewState): Partial<ViewState> => ({
    selected: symbol,
    panes: view.panes.map((each, index) => (index === view.activePane ? { ...each, symbol } : each)),
  });

export const setPaneSymbol =
  (index: number, symbol: string) =>
  (view: ViewState): Partial<ViewState> => ({
    activePane: index,
    selected: symbol,
    panes: view.panes.map((each, at) => (at === index ? { ...each, symbol } : each)),
  });

export const setPaneInterval =
  (index: number, interval: Interval) =>
  (view: ViewState): Partial<ViewState> => ({
    activePane: index,
    panes: view.panes.map((each, at) => (at === index ? { ...each, interval } : each)),
  });

export const setPaneStudies =
  (index: number, studies: readonly Study[] | null) =>
  (view: ViewState): Partial<ViewState> => ({
    panes: view.panes.map((each, at) => (at === index ? { ...each, studies } : each)),
  });

export const activatePane =
  (index: number) =>
  (view: ViewState): Partial<ViewState> => ({
    activePane: index,
    selected: view.panes[index]?.symbol ?? view.selected,
  });

type Counts = Pick<ViewState, 'paneCount' | 'secondCount' | 'secondOpen'>;

/** True for a pane that is on screen, in either window. */
export const isShown = ({ paneCount, secondCount, secondOpen }: Counts, index: number): boolean =>
  index < paneCount || (secondOpen && index >= PANES_OF_WINDOW && index < PANES_OF_WINDOW + secondCount);

/** Panes on screen that have no symbol yet get the next ones of the session. */
function filled(view: ViewState, counts: Counts, symbols: readonly string[]): Partial<ViewState> {
  const shown = new Set(view.panes.filter((_, index) => isShown(counts, index)).map((each) => each.symbol));
  const free = symbols.filter((symbol) => !shown.has(symbol));
  return {
    ...counts,
    activePane: isShown(counts, view.activePane) ? view.activePane : counts.paneCount - 1,
    panes: view.panes.map((each, index) =>
      isShown(counts, index) && each.symbol === null ? { ...each, symbol: free.shift() ?? null } : each,
    ),
  };
}

const countsOf = ({ paneCount, secondCount, secondOpen }: ViewState): Counts => ({
  paneCount,
  secondCount,
  secondOpen,
});

/** Shows the given number of panes in a window; those without a symbol get the next ones of the session. */
export const setPaneCount =
  (count: PaneCount, symbols: readonly string[], where: ChartWindow = 'main') =>
  (view: ViewState): Partial<ViewState> => {
    const changed = where === 'main' ? { paneCount: count } : { secondCount: count };
    return filled(view, { ...countsOf(view), ...changed }, symbols);
  };

/** Opens or closes the second window. */
export const setSecondOpen =
  (secondOpen: boolean, symbols: readonly string[]) =>
  (view: ViewState): Partial<ViewState> =>
    filled(view, { ...countsOf(view), secondOpen }, symbols);

const isIn = (symbols: ReadonlySet<string>, symbol: string | null): boolean =>
  symbol !== null && symbols.has(symbol);

/** Takes symbols that left the session off the screen; the active pane continues with the rest. */
export const dropSymbols =
  (gone: ReadonlySet<string>, order: readonly string[]) =>
  (view: ViewState): Partial<ViewState> => {
    const selected = isIn(gone, view.selected) ? (order[0] ?? null) : view.selected;
    const panes = view.panes.map((each, index) =>
      isIn(gone, each.symbol) ? { ...each, symbol: index === view.activePane ? selected : null } : each,
    );
    return { selected, panes };
  };

/** For a session that has just been opened: nothing of the previous one stays selected. */
export const resetPanes =
  (order: readonly string[]) =>
  (view: ViewState): Partial<ViewState> => ({
    activePane: 0,
    selected: order[0] ?? null,
    panes: view.panes.map((each, index) => ({
      ...each,
      symbol: isShown(view, index) ? (order[orderOf(view, index)] ?? null) : null,
    })),
  });

/** Panes of the second window continue where those of the main one end. */
const orderOf = ({ paneCount }: ViewState, index: number): number =>
  index < PANES_OF_WINDOW ? index : paneCount + index - PANES_OF_WINDOW;

/**
 * For the session whose symbols the panes showed when the window was closed: they show them again, and free panes show
 * the next.
 */
export const keepPanes =
  (order: readonly string[]) =>
  (view: ViewState): Partial<ViewState> => ({
    ...setPaneCount(view.paneCount, order)(view),
    selected: view.panes[view.activePane]?.symbol ?? order[0] ?? null,
  });
