import { PAGE_PROBE, type PageState } from './page-probe.ts';

/** The page under test, and time, as the host provides them. */
export interface SmokePage {
  /** Runs a script in the page's main world and answers its value. */
  evaluate(script: string): Promise<unknown>;
  wait(ms: number): Promise<void>;
  nowMs(): number;
}

export interface SmokeCheck {
  readonly name: string;
  readonly ok: boolean;
  /** The last observation, in words. */
  readonly seen: string;
  /** Wall time that it took. */
  readonly ms: number;
}

export interface SmokeReport {
  readonly ok: boolean;
  readonly checks: readonly SmokeCheck[];
}

interface Step {
  readonly name: string;
  readonly limitMs: number;
  /** Runs in the page before it is watched. */
  readonly act?: string;
  readonly isThere: (page: PageState, first: PageState) => boolean;
}

const MINUTE_MS = 60_000;
const POLL_MS = 100;

/** In the sample store and not in the sample session. */
const ADDED = 'AAPL';

/** Fills the add box and presses Enter, so that the page's own handlers get the events that a person causes. */
const TYPE_SYMBOL = `(() => {
  const box = document.getElementById('add-symbol');
  box.focus();
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(box, ${JSON.stringify(ADDED)});
  box.dispatchEvent(new Event('input', { bubbles: true }));
  setTimeout(() => box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })), 200);
})()`;

const STEPS: readonly Step[] = [
  { name: 'the page is there', limitMs: 30_000, isThere: ({ title }) => title !== '' },
  {
    name: 'the sample session is active',
    limitMs: 60_000,
    isThere: ({ state, synthetic }) => state === 'active' && synthetic,
  },
  {
    name: 'ten minutes of it have played',
    limitMs: 60_000,
    isThere: ({ clockMs }, first) =>
      clockMs !== null && clockMs >= (first.clockMs ?? clockMs) + 10 * MINUTE_MS,
  },
  {
    name: `${ADDED} joins the running session and is caught up`,
    limitMs: 30_000,
    act: TYPE_SYMBOL,
    isThere: ({ phases, addedBy }) => phases[ADDED] === 'active' && addedBy[ADDED] === 'user',
  },
  {
    name: 'the session is active again, its engine running',
    limitMs: 30_000,
    isThere: ({ state, health }) => state === 'active' && health === 'running',
  },
  { name: 'a chart is drawn', limitMs: 10_000, isThere: ({ canvases }) => canvases > 0 },
];

/**
 * Tries an installed program as a person would: the sample plays, a symbol is added, it catches up. Steps run in order;
 * the first that fails ends it.
 */
export async function runSmoke(page: SmokePage): Promise<SmokeReport> {
  const checks: SmokeCheck[] = [];
  for (const step of STEPS) {
    const check = await take(page, step);
    checks.push(check);
    if (!check.ok) break;
  }
  return { ok: checks.length === STEPS.length && checks.every(({ ok }) => ok), checks };
}

async function take(page: SmokePage, { name, limitMs, act, isThere }: Step): Promise<SmokeCheck> {
  const begun = page.nowMs();
  const check = (ok: boolean, seen: string): SmokeCheck => ({ name, ok, seen, ms: page.nowMs() - begun });
  try {
    if (act !== undefined) await page.evaluate(act);
    const first = (await page.evaluate(PAGE_PROBE)) as PageState;
    let seen = first;
    while (!isThere(seen, first)) {
      if (page.nowMs() - begun > limitMs) return check(false, JSON.stringify(seen));
      await page.wait(POLL_MS);
      seen = (await page.evaluate(PAGE_PROBE)) as PageState;
    }
    return check(true, JSON.stringify(seen));
  } catch (error) {
    return check(false, error instanceof Error ? error.message : String(error));
  }
}
