import type { ViewStore } from './view-store.ts';

/** Panels that can be put away; charts always stay. */
export const FOLDING_PANELS = ['symbols', 'analysis'] as const;
export type FoldingPanel = (typeof FOLDING_PANELS)[number];

/** What the layout needs of the dock. */
export interface DockHandle {
  setVisible(panel: FoldingPanel, visible: boolean): void;
  /** Makes a panel larger or smaller by so many pixels, along the side at which it stands. */
  grow(panel: FoldingPanel, pixels: number): void;
}

/** Puts panels away and changes their size without a pointer. */
export class PanelLayout {
  readonly #view: ViewStore;
  #dock: DockHandle | undefined;

  constructor(view: ViewStore) {
    this.#view = view;
  }

  attach(dock: DockHandle): void {
    this.#dock = dock;
    for (const panel of this.#view.getState().hidden) dock.setVisible(panel, false);
  }

  toggle(panel: FoldingPanel): void {
    const { hidden } = this.#view.getState();
    const isHidden = hidden.includes(panel);
    this.#dock?.setVisible(panel, isHidden);
    this.#view.setState({ hidden: isHidden ? hidden.filter((each) => each !== panel) : [...hidden, panel] });
  }

  grow(panel: FoldingPanel, pixels: number): void {
    this.#dock?.grow(panel, pixels);
  }
}
