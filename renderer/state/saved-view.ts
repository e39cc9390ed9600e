import { INTERVALS } from '../../core/base/interval.ts';
import { readStudies } from './studies.ts';
import {
  FOLDING_PANELS,
  INITIAL_VIEW,
  PANE_COUNTS,
  SYMBOL_ORDERS,
  type Pane,
  type ViewState,
  type ViewStore,
} from './view-store.ts';

const KEY = 'tapedeck.view.1';

/** The view at the last close. Invalid entries are ignored: a stale entry never keeps the window from opening. */
export function loadView(storage: Pick<Storage, 'getItem'>): Partial<ViewState> {
  try {
    const saved: unknown = JSON.parse(storage.getItem(KEY) ?? '{}');
    return typeof saved === 'object' && saved !== null ? checked(saved as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const oneOf = <T>(value: unknown, allowed: readonly T[], otherwise: T): T =>
  allowed.includes(value as T) ? (value as T) : otherwise;

function checked(saved: Record<string, unknown>): Partial<ViewState> {
  const intervals = Array.isArray(saved['intervals']) ? (saved['intervals'] as unknown[]) : [];
  const studies = Array.isArray(saved['studies']) ? (saved['studies'] as unknown[]) : [];
  const symbols = Array.isArray(saved['symbols']) ? (saved['symbols'] as unknown[]) : [];
  const panes: readonly Pane[] = INITIAL_VIEW.panes.map((pane, index) => ({
    ...pane,
    interval: oneOf(intervals[index], [...INTERVALS, null], null),
    studies: readStudies(studies[index]),
    symbol: typeof symbols[index] === 'string' ? symbols[index] : null,
  }));
  return {
    panes,
    paneSession: typeof saved['paneSession'] === 'string' ? saved['paneSession'] : null,
    paneCount: oneOf(saved['paneCount'], PANE_COUNTS, INITIAL_VIEW.paneCount),
    secondCount: oneOf(saved['secondCount'], PANE_COUNTS, INITIAL_VIEW.secondCount),
    secondOpen: saved['secondOpen'] === true,
    analysisTab: oneOf(
      saved['analysisTab'],
      ['signals', 'orders', 'quality', 'log', 'performance'] as const,
      'signals',
    ),
    symbolOrder: oneOf(saved['symbolOrder'], SYMBOL_ORDERS, 'added'),
    theme: oneOf(saved['theme'], ['dark', 'light'] as const, 'dark'),
    linked: saved['linked'] !== false,
    tourSeen: saved['tourSeen'] === true,
    hidden: FOLDING_PANELS.filter(
      (panel) => Array.isArray(saved['hidden']) && saved['hidden'].includes(panel),
    ),
    dock: saved['dock'] ?? null,
  };
}

/** The parts, in addition to the panes, that are kept when the window closes. */
const LASTING = [
  'paneSession',
  'paneCount',
  'secondCount',
  'secondOpen',
  'analysisTab',
  'symbolOrder',
  'theme',
  'linked',
  'tourSeen',
  'hidden',
  'dock',
] as const;

/** Writes the kept parts of the view whenever they change. */
export function saveView(view: ViewStore, storage: Pick<Storage, 'setItem'>): () => void {
  let written = '';
  return view.subscribe(({ panes, ...state }) => {
    const intervals = panes.map((pane) => pane.interval);
    const studies = panes.map((pane) => pane.studies);
    const symbols = panes.map((pane) => pane.symbol);
    const looks = Object.fromEntries(LASTING.map((name) => [name, state[name]]));
    const text = JSON.stringify({ symbols, intervals, studies, ...looks });
    if (text === written) return;
    written = text;
    try {
      storage.setItem(KEY, text);
    } catch {
      // A full or forbidden store loses the layout and nothing else.
    }
  });
}
