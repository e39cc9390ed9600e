import { describe, expect, it } from 'vitest';
import type { PageState } from '../../../../electron/main/smoke/page-probe.ts';
import { PAGE_PROBE } from '../../../../electron/main/smoke/page-probe.ts';
import { runSmoke } from '../../../../electron/main/smoke/run-smoke.ts';
import { smokeRequest } from '../../../../electron/main/smoke/smoke-request.ts';

const OPEN_MS = Date.parse('2025-11-24T14:30:00Z');
const MINUTE_MS = 60_000;

/** A page on which a minute passes at each look, and a symbol typed is active two looks later. */
function page(wrong: Partial<PageState> = {}) {
  let looks = 0;
  let typedAt: number | undefined;
  let nowMs = 0;
  return {
    nowMs: () => nowMs,
    wait: (ms: number) => {
      nowMs += ms;
      return Promise.resolve();
    },
    evaluate: (script: string): Promise<unknown> => {
      if (script !== PAGE_PROBE) {
        typedAt = looks;
        return Promise.resolve();
      }
      looks++;
      const isThere = typedAt !== undefined && looks > typedAt + 2;
      const state: PageState = {
        title: 'Tapedeck',
        state: 'active',
        health: 'running',
        synthetic: true,
        clockMs: OPEN_MS + looks * MINUTE_MS,
        canvases: 1,
        phases: isThere ? { AAPL: 'active' } : {},
        addedBy: isThere ? { AAPL: 'user' } : {},
        ...wrong,
      };
      return Promise.resolve(state);
    },
  };
}

describe('a smoke test of the program', () => {
  it('passes where the sample plays and a symbol joins', async () => {
    const { ok, checks } = await runSmoke(page());
    expect(ok).toBe(true);
    expect(checks.every((check) => check.ok)).toBe(true);
  });

  it.each([
    ['no page', { title: '' }, 'the page is there'],
    ['a session that failed', { state: 'failed' }, 'the sample session is active'],
    ['other data than the sample', { synthetic: false }, 'the sample session is active'],
    ['a clock that stands', { clockMs: OPEN_MS }, 'ten minutes of it have played'],
    ['a symbol that never comes', { phases: {} }, 'AAPL joins the running session and is caught up'],
    ['an engine that died', { health: 'dead' }, 'the session is active again, its engine running'],
    ['no chart', { canvases: 0 }, 'a chart is drawn'],
  ])('fails on %s, and names it', async (_case, wrong, name) => {
    const { ok, checks } = await runSmoke(page(wrong));
    expect(ok).toBe(false);
    expect(checks.at(-1)).toMatchObject({ name, ok: false });
  });

  it('reports a page that breaks', async () => {
    const broken = { ...page(), evaluate: () => Promise.reject(new Error('gone')) };
    expect(await runSmoke(broken)).toMatchObject({ ok: false, checks: [{ ok: false, seen: 'gone' }] });
  });

  it('is asked for by a switch, with or without a file', () => {
    expect(smokeRequest(['tapedeck'])).toBeUndefined();
    expect(smokeRequest(['tapedeck', '--smoke'])).toEqual({ reportFile: null });
    expect(smokeRequest(['tapedeck', '--smoke=out.json'])).toEqual({ reportFile: 'out.json' });
  });
});
