import { counted } from '../../format/number.ts';
import { SPEEDS, speedLabel } from '../../state/speeds.ts';
import { PANE_COUNTS, select, setPaneCount, setPaneInterval } from '../../state/view-store.ts';
import { PANEL_SIDES } from '../../state/panel-layout.ts';
import { FOLDING_PANELS } from '../../state/view-store.ts';
import type { Workstation } from '../../state/workstation.ts';
import { createZoneFormat } from '../../format/zone-format.ts';
import { DEFAULT_ZONE } from '../../state/workstation-context.ts';
import { exportActions } from '../analysis/export-menu.tsx';
import { saveActiveChart } from '../charts/save-picture.ts';
import { chooseFiles } from '../import/import-inputs.tsx';
import { startedText } from '../runs/run-words.ts';
import { analysisTabs } from '../analysis/analysis-tabs.ts';
import { SHORTCUTS } from '../shell/shortcuts.ts';

/** An action, under the words by which the user finds it. */
export interface Action {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  readonly keys?: string;
  readonly run: () => void;
}

/** Stored symbols that are offered for adding; the add box finds more. */
const MOST_ADDABLE = 300;

/** Step by which a panel grows or shrinks. */
const STEP_PX = 60;

/** Every action that is possible now. */
export const actionsOf = (workstation: Workstation): readonly Action[] => [
  ...shortcutActions(workstation),
  ...symbolActions(workstation),
  ...chartActions(workstation),
  ...windowActions(workstation),
  ...recentActions(workstation),
  ...sessionActions(workstation),
  ...savingActions(workstation),
  ...tradingActions(workstation),
];

const shortcutActions = (workstation: Workstation): Action[] =>
  SHORTCUTS.filter(({ keys }) => !/[…↑[]|^Ctrl K$/.test(keys)).map((shortcut) => ({
    id: `key ${shortcut.keys}`,
    group: 'Do',
    label: shortcut.label,
    keys: shortcut.keys,
    run: () => shortcut.run(workstation, '', 'main'),
  }));

function symbolActions({ session, catalog, commands, view }: Workstation): Action[] {
  const { order, rows } = session.getState().copy;
  const stored = catalog.getState().catalog?.symbols ?? [];
  const addable = stored.filter(({ symbol }) => !rows.has(symbol)).slice(0, MOST_ADDABLE);
  return [
    ...order.map((symbol) => ({
      id: `select ${symbol}`,
      group: 'Symbols',
      label: `Show ${symbol}`,
      run: () => view.setState(select(symbol)),
    })),
    ...addable.map(({ symbol }) => ({
      id: `add ${symbol}`,
      group: 'Symbols',
      label: `Add ${symbol}`,
      run: () => void commands.addSymbol(symbol),
    })),
    ...order.map((symbol) => ({
      id: `remove ${symbol}`,
      group: 'Symbols',
      label: `Remove ${symbol}`,
      run: () => void commands.removeSymbol(symbol),
    })),
  ];
}

function chartActions(workstation: Workstation): Action[] {
  const { view, session } = workstation;
  const { header, order } = session.getState().copy;
  return [
    ...(header?.intervals ?? []).map((interval) => ({
      id: `interval ${interval}`,
      group: 'Charts',
      label: `Bars of ${interval} in the active pane`,
      run: () => view.setState(setPaneInterval(view.getState().activePane, interval)),
    })),
    ...PANE_COUNTS.map((count) => ({
      id: `panes ${count}`,
      group: 'Charts',
      label: counted(count, 'chart pane'),
      run: () => view.setState(setPaneCount(count, order)),
    })),
    {
      id: 'link',
      group: 'Charts',
      label: view.getState().linked ? 'Unlink crosshair and time' : 'Link crosshair and time of all panes',
      run: () => view.setState(({ linked }) => ({ linked: !linked })),
    },
    {
      id: 'picture',
      group: 'Charts',
      label: 'Save the active chart as PNG',
      run: () => saveActiveChart(workstation),
    },
  ];
}

function windowActions({ view, layout, session, lookForUpdates }: Workstation): Action[] {
  const { theme, hidden } = view.getState();
  const other = theme === 'dark' ? 'light' : 'dark';
  return [
    {
      id: 'tour',
      group: 'Window',
      label: 'First steps',
      run: () => view.setState({ tour: 0 }),
    },
    {
      id: 'theme',
      group: 'Window',
      label: `Theme: ${other}`,
      run: () => view.setState({ theme: other }),
    },
    ...analysisTabs(session.getState().copy.header).map(({ value: analysisTab }) => ({
      id: `tab ${analysisTab}`,
      group: 'Window',
      label: `Analysis: ${analysisTab}`,
      run: () => view.setState({ analysisTab }),
    })),
    ...FOLDING_PANELS.map((panel) => ({
      id: `panel ${panel}`,
      group: 'Window',
      label: `${hidden.includes(panel) ? 'Show' : 'Hide'} the ${panel} panel`,
      run: () => layout.toggle(panel),
    })),
    ...FOLDING_PANELS.flatMap((panel) =>
      PANEL_SIDES.map((side) => ({
        id: `move ${panel} ${side}`,
        group: 'Window',
        label: `Move the ${panel} panel: ${side === 'below' ? 'below the charts' : `${side} of the charts`}`,
        run: () => layout.move(panel, side),
      })),
    ),
    {
      id: 'shipped',
      group: 'Window',
      label: 'Reset the panels to the default layout',
      run: () => layout.reset(),
    },
    ...FOLDING_PANELS.flatMap((panel) => [
      {
        id: `grow ${panel}`,
        group: 'Window',
        label: `Larger: ${panel}`,
        run: () => layout.grow(panel, STEP_PX),
      },
      {
        id: `shrink ${panel}`,
        group: 'Window',
        label: `Smaller: ${panel}`,
        run: () => layout.grow(panel, -STEP_PX),
      },
    ]),
    { id: 'import', group: 'Window', label: 'Import bars from files', run: chooseFiles },
    ...(lookForUpdates === null
      ? []
      : [{ id: 'updates', group: 'Window', label: 'Check for updates…', run: lookForUpdates }]),
  ];
}

const accountAction = (label: string, run: () => Promise<void>): Action => ({
  id: label,
  group: 'Account',
  label,
  run: () => void run(),
});

function tradingActions({ session, trading }: Workstation): Action[] {
  const { account, positions } = session.getState().copy.analysis.trading;
  if (account === null) return [];
  return [
    ...positions.map(({ symbol }) =>
      accountAction(`Close the position in ${symbol}`, () => trading.flatten(symbol)),
    ),
    account.halted === null
      ? accountAction('Flatten everything and halt trading', () => trading.halt())
      : accountAction('Resume trading', () => trading.resume()),
  ];
}

/** Exports, once there is a session. */
function savingActions({ exports, session }: Workstation): Action[] {
  if (typeof session.getState().copy.header?.clockMs !== 'number') return [];
  return exportActions(exports).map(({ label, run }) => ({
    id: `export ${label}`,
    group: 'Export',
    label: `Export: ${label}`,
    run,
  }));
}

/** Recent runs: sessions to open again, runs to look into. */
function recentActions({ catalog, commands, runs, session }: Workstation): Action[] {
  const { recent } = catalog.getState();
  const format = createZoneFormat(session.getState().copy.header?.zone ?? DEFAULT_ZONE);
  return [
    ...recent.sessions.map(({ config_id, session_name }) => ({
      id: `recent ${config_id}`,
      group: 'Recent',
      label: `Recent session: ${session_name}`,
      run: () => void commands.openSession(config_id),
    })),
    ...recent.runs.map(({ run_id, session_name, started_ms }) => ({
      id: `recent ${run_id}`,
      group: 'Recent',
      label: `Recent run: ${session_name}, ${startedText({ started_ms }, format)}`,
      run: () => void runs.open(run_id),
    })),
  ];
}

function sessionActions({ catalog, commands, editor, runs, session }: Workstation): Action[] {
  const configs = catalog.getState().catalog?.configs ?? [];
  const configId = session.getState().copy.header?.configId ?? null;
  return [
    ...SPEEDS.map((speed) => ({
      id: `speed ${speed}`,
      group: 'Sessions',
      label: `Speed: ${speedLabel(speed)}`,
      run: () => void commands.setSpeed(speed),
    })),
    { id: 'restart', group: 'Sessions', label: 'Restart the session', run: () => void commands.restart() },
    { id: 'runs', group: 'Sessions', label: 'Earlier runs…', run: () => void runs.open() },
    { id: 'new', group: 'Sessions', label: 'New session…', run: () => void editor.begin(null) },
    {
      id: 'copy',
      group: 'Sessions',
      label: 'Edit a copy of this session…',
      run: () => void editor.begin(configId),
    },
    ...configs
      .filter(({ problem }) => problem === null)
      .map(({ config_id, session_name }) => ({
        id: `open ${config_id}`,
        group: 'Sessions',
        label: `Open “${session_name}”`,
        run: () => void commands.openSession(config_id),
      })),
  ];
}
