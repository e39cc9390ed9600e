import { PANE_COUNTS, setPaneCount, setSecondOpen, type ChartWindow } from '../../state/view-store.ts';
import type { Workstation } from '../../state/workstation.ts';
import { analysisTabs } from '../analysis/analysis-tabs.ts';
import { ADD_BOX_ID } from '../symbols/add-box.tsx';
import { SYMBOL_FILTER_ID } from '../symbols/symbol-tools.tsx';
import { RUN_TO_ID } from '../transport-bar/run-to-field.tsx';

/** A key and its action. The sheet that `?` opens comes from the same table. */
export interface Shortcut {
  /** As printed. */
  readonly keys: string;
  readonly label: string;
  /** Together with Ctrl or ⌘, and then from text fields too. */
  readonly withControl?: boolean;
  matches(event: Pick<KeyboardEvent, 'key' | 'shiftKey'>): boolean;
  /** Works in the second window too. */
  readonly everywhere?: boolean;
  run(workstation: Workstation, key: string, where: ChartWindow): void;
}

/** Step by which a panel grows or shrinks at a key. */
const RESIZE_PX = 24;

const key =
  (...names: readonly string[]) =>
  (event: Pick<KeyboardEvent, 'key'>): boolean =>
    names.includes(event.key);

const arrow =
  (name: string, shift: boolean) =>
  (event: Pick<KeyboardEvent, 'key' | 'shiftKey'>): boolean =>
    event.key === name && event.shiftKey === shift;

/** The tabs of the analysis wrap: the first follows the last. */
function showNextTab({ view, session, layout }: Workstation, pressed: string): void {
  const { hidden, analysisTab } = view.getState();
  if (hidden.includes('analysis')) layout.toggle('analysis');
  const tabs = analysisTabs(session.getState().copy.header).map(({ value }) => value);
  const at = Math.max(0, tabs.indexOf(analysisTab)) + (pressed === ',' ? -1 : 1);
  view.setState({ analysisTab: tabs[(at + tabs.length) % tabs.length] ?? 'signals' });
}

export const SHORTCUTS: readonly Shortcut[] = [
  {
    keys: 'Space',
    label: 'Play or pause',
    everywhere: true,
    matches: key(' '),
    run: ({ commands }) => void commands.togglePlay(),
  },
  {
    keys: '→',
    label: 'Step',
    everywhere: true,
    matches: arrow('ArrowRight', false),
    run: ({ commands }) => void commands.step(1),
  },
  {
    keys: 'Shift →',
    label: 'Step 5',
    everywhere: true,
    matches: arrow('ArrowRight', true),
    run: ({ commands }) => void commands.step(5),
  },
  {
    keys: '←',
    label: 'Step back',
    everywhere: true,
    matches: arrow('ArrowLeft', false),
    run: ({ commands }) => void commands.stepBack(1),
  },
  {
    keys: '+',
    label: 'Faster',
    everywhere: true,
    matches: key('+', '='),
    run: ({ commands }) => void commands.changeSpeed(1),
  },
  {
    keys: '−',
    label: 'Slower',
    everywhere: true,
    matches: key('-', '_', '−'),
    run: ({ commands }) => void commands.changeSpeed(-1),
  },
  {
    keys: '/',
    label: 'Add a symbol',
    matches: key('/'),
    run: () => document.querySelector<HTMLInputElement>(`#${ADD_BOX_ID}`)?.focus(),
  },
  {
    keys: 'F',
    label: 'Filter the symbols',
    matches: key('f', 'F'),
    run: () => document.querySelector<HTMLInputElement>(`#${SYMBOL_FILTER_ID}`)?.focus(),
  },
  {
    keys: 'G',
    label: 'Run to a time',
    matches: key('g', 'G'),
    run: () => document.querySelector<HTMLInputElement>(`#${RUN_TO_ID}`)?.focus(),
  },
  {
    keys: 'U',
    label: 'Add the symbol again that was removed last',
    matches: key('u', 'U'),
    run: ({ commands }) => void commands.undoRemoval(),
  },
  {
    keys: 'Del',
    label: 'Remove the selected symbol',
    matches: key('Delete'),
    run: ({ commands, view }) => {
      const { selected } = view.getState();
      if (selected !== null) void commands.removeSymbol(selected);
    },
  },
  { keys: 'Ctrl I', label: 'Import files of bars', matches: () => false, run() {} },
  { keys: '↑ ↓', label: 'Select in the list of symbols', matches: () => false, run() {} },
  {
    keys: '1 … 9',
    label: 'Number of chart panes; 0 for twelve',
    everywhere: true,
    matches: ({ key: pressed }) => /^\d$/.test(pressed),
    run: ({ view, session }, pressed, where) => {
      const wanted = pressed === '0' ? 12 : Number(pressed);
      const count = PANE_COUNTS.find((each) => each >= wanted) ?? 12;
      view.setState(setPaneCount(count, session.getState().copy.order, where));
    },
  },
  {
    keys: 'W',
    label: 'Charts in a second window, or close it',
    everywhere: true,
    matches: key('w', 'W'),
    run: ({ view, session }) =>
      view.setState((state) => setSecondOpen(!state.secondOpen, session.getState().copy.order)(state)),
  },
  {
    keys: 'Ctrl K',
    label: 'All commands',
    withControl: true,
    matches: key('k', 'K'),
    run: ({ view }) => view.setState(({ paletteOpen }) => ({ paletteOpen: !paletteOpen })),
  },
  {
    keys: 'Shift [',
    label: 'Symbols narrower; Shift ] wider',
    matches: key('{', '}'),
    run: ({ layout }, pressed) => layout.grow('symbols', pressed === '}' ? RESIZE_PX : -RESIZE_PX),
  },
  {
    keys: '[',
    label: 'Analysis lower; ] higher',
    matches: key('[', ']'),
    run: ({ layout }, pressed) => layout.grow('analysis', pressed === ']' ? RESIZE_PX : -RESIZE_PX),
  },
  {
    keys: 'B',
    label: 'Hide or show the symbols',
    matches: key('b', 'B'),
    run: ({ layout }) => layout.toggle('symbols'),
  },
  {
    keys: 'J',
    label: 'Hide or show the analysis',
    matches: key('j', 'J'),
    run: ({ layout }) => layout.toggle('analysis'),
  },
  {
    keys: 'O',
    label: 'New order for the selected symbol',
    matches: key('o', 'O'),
    run: ({ view, layout }) => {
      if (view.getState().hidden.includes('analysis')) layout.toggle('analysis');
      view.setState({ analysisTab: 'orders', ticketOpen: true });
    },
  },
  {
    keys: '.',
    label: 'Next tab of the analysis (, goes back)',
    matches: key('.', ','),
    run: showNextTab,
  },
  {
    keys: 'E',
    label: 'Edit a copy of this session',
    matches: key('e', 'E'),
    run: ({ editor, session }) => void editor.begin(session.getState().copy.header?.configId ?? null),
  },
  {
    keys: 'T',
    label: 'Dark or light theme',
    everywhere: true,
    matches: key('t', 'T'),
    run: ({ view }) => view.setState(({ theme }) => ({ theme: theme === 'dark' ? 'light' : 'dark' })),
  },
  {
    keys: 'L',
    label: 'Go live, on the simulator or a feed',
    matches: key('l', 'L'),
    run: ({ live }) => void live.open(),
  },
  {
    keys: 'R',
    label: 'Earlier runs: look into, compare, play again',
    matches: key('r', 'R'),
    run: ({ runs }) => void runs.open(),
  },
  {
    keys: '?',
    label: 'Show these keys',
    matches: key('?'),
    run: ({ view }) => view.setState(({ shortcutsOpen }) => ({ shortcutsOpen: !shortcutsOpen })),
  },
];
