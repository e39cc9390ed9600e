import {
  DockviewDefaultTab,
  DockviewReact,
  type DockviewApi,
  type DockviewReadyEvent,
  type IDockviewHeaderActionsProps,
  type IDockviewPanelHeaderProps,
  type SerializedDockview,
} from 'dockview-react';
import { useWorkstation } from '../../state/workstation-context.ts';
import type { ViewStore } from '../../state/view-store.ts';
import { AnalysisPanel } from '../analysis/analysis-panel.tsx';
import { ChartsPanel } from '../charts/charts-panel.tsx';
import { SymbolsPanel } from '../symbols/symbols-panel.tsx';
import { arrangeAsShipped, handleOf } from './dock-layout.ts';
import { PanelTools } from './panel-tools.tsx';
import { equipSplitters } from './splitters.ts';

const COMPONENTS = { symbols: SymbolsPanel, charts: ChartsPanel, analysis: AnalysisPanel };
const THEME = { name: 'tapedeck', className: 'tapedeck-dock' };

function PanelTab(props: IDockviewPanelHeaderProps) {
  return <DockviewDefaultTab hideClose {...props} />;
}

function HeaderTools({ activePanel }: IDockviewHeaderActionsProps) {
  return <PanelTools panel={activePanel?.id} />;
}

/** Panels that can be resized and rearranged; the arrangement is kept when the window closes. */
export function Dock() {
  const { view, layout } = useWorkstation();
  return (
    <DockviewReact
      components={COMPONENTS}
      defaultTabComponent={PanelTab}
      leftHeaderActionsComponent={HeaderTools}
      theme={THEME}
      disableFloatingGroups
      disableTabsOverflowList
      onReady={({ api }: DockviewReadyEvent) => {
        arrange(api, view);
        layout.attach(handleOf(api));
      }}
    />
  );
}

/** The dock makes new splitters whenever panels move. */
function equip(): void {
  const root = document.querySelector<HTMLElement>(`.${THEME.className}`);
  if (root !== null) equipSplitters(root);
}

function arrange(api: DockviewApi, view: ViewStore): void {
  const { dock } = view.getState();
  if (dock === null || !restored(api, dock)) arrangeAsShipped(api);
  api.onDidLayoutChange(() => {
    view.setState({ dock: api.toJSON() });
    equip();
  });
  requestAnimationFrame(equip);
}

/** A stored arrangement that lacks a panel, or that this version cannot read, is not used. */
function restored(api: DockviewApi, dock: unknown): boolean {
  try {
    api.fromJSON(dock as SerializedDockview);
    return Object.keys(COMPONENTS).every((id) => api.getPanel(id) !== undefined);
  } catch {
    return false;
  }
}
