/** The parts of the workstation's page that a smoke test reads. */
export interface PageState {
  readonly title: string;
  readonly state: string | null;
  readonly health: string | null;
  readonly synthetic: boolean;
  /** UTC epoch ms; null before a session is shown. */
  readonly clockMs: number | null;
  readonly canvases: number;
  /** By symbol. */
  readonly phases: Readonly<Record<string, string>>;
  readonly addedBy: Readonly<Record<string, string>>;
}

/** Evaluates to a `PageState`. Reads the same marks in the page that the end-to-end tests read. */
export const PAGE_PROBE = `(() => {
  const marked = (id, root = document) => root.querySelector('[data-testid="' + id + '"]');
  const clock = Date.parse(marked('clock')?.getAttribute('datetime') ?? '');
  const phases = {};
  const addedBy = {};
  for (const row of document.querySelectorAll('[data-symbol]')) {
    const symbol = row.getAttribute('data-symbol');
    phases[symbol] = marked('phase', row)?.getAttribute('data-phase') ?? '';
    addedBy[symbol] = marked('added-by', row)?.textContent ?? '';
  }
  return {
    title: document.title,
    state: marked('session-state')?.getAttribute('data-state') ?? null,
    health: marked('engine-health')?.getAttribute('data-health') ?? null,
    synthetic: document.body.textContent.includes('Synthetic data'),
    clockMs: Number.isNaN(clock) ? null : clock,
    canvases: document.querySelectorAll('canvas').length,
    phases,
    addedBy,
  };
})()`;
