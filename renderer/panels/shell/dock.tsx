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
import type { DockHandle, FoldingPanel } from '../../state/panel-layout.ts';
import type { ViewStore } from '../../state/view-store.ts';
import { AnalysisPanel } from '../analysis/analysis-panel.tsx';
import { ChartsPanel } from '../charts/charts-panel.tsx';
import { SymbolsPanel } from '../symbols/symbols-panel.tsx';
import { PanelTools } from './panel-tools.tsx';

const COMPONENTS = { symbols: SymbolsPanel, charts: ChartsPanel, analysis: AnalysisPanel };
const THEME = { name: 'tapedeck', className: 'tapedeck-dock' };

function PanelTab(props: IDockviewPanelHeaderProps) {
  return <DockviewDefaultTab hideClose {...props} />;
}

function HeaderTools({ activePanel }: IDockviewHeaderActionsProps) {
  return <PanelTools panel={activePanel?.id} />;
}

/** Panels that can be resized and rearranged; the arrangement outlives the window. */
export function Dock() {
  const { view, layout } = useWorkstation();
  return (
    <DockviewReact
      components={COMPONENTS}
      defaultTabComponent={PanelTab}
      leftHeaderActionsComponent={HeaderTools}
      theme={THEME}
      disableFloatingGroups
      onReady={({ api }: DockviewReadyEvent) => {
        arrange(api, view);
        layout.attach(handleOf(api));
      }}
    />
  );
}

function arrange(api: DockviewApi, view: ViewStore): void {
  const { dock } = view.getState();
  if (dock === null || !restored(api, dock)) arrangeAsShipped(api);
  api.onDidLayoutChange(() => view.setState({ dock: api.toJSON() }));
}

/** Panels stand beside or below the charts; which, the user decides. */
function handleOf(api: DockviewApi): DockHandle {
  const groupOf = (panel: FoldingPanel) => api.getPanel(panel)?.group.api;
  return {
    setVisible: (panel, visible) => groupOf(panel)?.setVisible(visible),
    grow(panel, pixels) {
      const group = groupOf(panel);
      if (group === undefined) return;
      const isBeside = group.height > api.height * 0.8;
      if (isBeside) group.setSize({ width: group.width + pixels });
      else group.setSize({ height: group.height + pixels });
    },
  };
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

function arrangeAsShipped(api: DockviewApi): void {
  const wide = api.width >= 1_700;
  api.clear();
  api.addPanel({ id: 'charts', component: 'charts', title: 'Charts' });
  api.addPanel({
    id: 'symbols',
    component: 'symbols',
    title: 'Symbols',
    initialWidth: wide ? 420 : 384,
    minimumWidth: 340,
    // A window on a large display gives its room to the charts.
    maximumWidth: 640,
    position: { referencePanel: 'charts', direction: 'left' },
  });
  api.addPanel({
    id: 'analysis',
    component: 'analysis',
    title: 'Analysis',
    initialHeight: wide ? 300 : 220,
    minimumHeight: 120,
    position: { referencePanel: 'charts', direction: 'below' },
  });
}
