import type { DockviewApi } from 'dockview-react';
import type { DockHandle } from '../../state/panel-layout.ts';
import type { FoldingPanel } from '../../state/view-store.ts';

/** On a large display the extra room goes to the charts, not to the panels beside them. */
const WIDEST_BESIDE = 640;

/** Panels are beside or below the charts, as the user decides. */
export function handleOf(api: DockviewApi): DockHandle {
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
    move(panel, side) {
      const charts = api.getPanel('charts');
      const moved = api.getPanel(panel);
      if (charts === undefined || moved === undefined) return;
      moved.api.moveTo({ group: charts.group, position: side === 'below' ? 'bottom' : side });
      const isBeside = side !== 'below';
      moved.group.api.setConstraints(
        isBeside
          ? { maximumWidth: WIDEST_BESIDE, minimumWidth: 340 }
          : { maximumWidth: Number.MAX_SAFE_INTEGER },
      );
      moved.group.api.setSize(isBeside ? { width: panel === 'analysis' ? 560 : 400 } : { height: 260 });
    },
    reset: () => arrangeAsShipped(api),
  };
}

/** Symbols on the left, analysis below the charts. */
export function arrangeAsShipped(api: DockviewApi): void {
  const wide = api.width >= 1_700;
  api.clear();
  api.addPanel({ id: 'charts', component: 'charts', title: 'Charts' });
  api.addPanel({
    id: 'symbols',
    component: 'symbols',
    title: 'Symbols',
    initialWidth: wide ? 420 : 384,
    minimumWidth: 380,
    maximumWidth: WIDEST_BESIDE,
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
