import type { FoldingPanel, ViewStore } from './view-store.ts';

/** Sides of the charts at which a panel can be. */
export const PANEL_SIDES = ['left', 'right', 'below'] as const;
export type PanelSide = (typeof PANEL_SIDES)[number];

/** The functions of the dock that the layout uses. */
export interface DockHandle {
  setVisible(panel: FoldingPanel, visible: boolean): void;
  /** Makes a panel larger or smaller by a number of pixels, away from the charts. */
  grow(panel: FoldingPanel, pixels: number): void;
  /** Puts a panel at a side of the charts. */
  move(panel: FoldingPanel, side: PanelSide): void;
  /** Restores the layout of the first start. */
  reset(): void;
}

/** Hides panels and changes their size without a pointer. */
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

  /** A hidden panel comes back at this place. */
  move(panel: FoldingPanel, side: PanelSide): void {
    if (this.#view.getState().hidden.includes(panel)) this.toggle(panel);
    this.#dock?.move(panel, side);
  }

  reset(): void {
    this.#view.setState({ hidden: [] });
    this.#dock?.reset();
  }
}
