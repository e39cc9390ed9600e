import type { Page } from '@playwright/test';
import { Desk } from './desk.ts';
import { expect, keepScreen, test } from './workstation.ts';

/** The texts that a row showed, in order, each once. */
interface Seen {
  readonly phases: string[];
  /** Whole seconds of lag. */
  readonly lags: number[];
  /** Phases of the row while the analysis panel was blocked. */
  readonly phasesWhileBlocked: string[];
}

/** Writes down from now on what the row of a symbol shows: states that last for milliseconds too. */
async function watchRow(page: Page, symbol: string): Promise<() => Promise<Seen>> {
  await page.evaluate((name) => {
    const seen = { phases: [] as string[], lags: [] as number[], phasesWhileBlocked: [] as string[] };
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- all of it runs in the page
    const add = <T>(list: T[], value: T) => list.at(-1) !== value && list.push(value);
    const look = () => {
      const row = document.querySelector(`[data-symbol="${name}"]`);
      const phase = row?.querySelector<HTMLElement>('[data-testid="phase"]')?.dataset['phase'];
      if (phase === undefined) return;
      add(seen.phases, phase);
      add(seen.lags, Number(row?.querySelector('[data-testid="lag-gauge"]')?.getAttribute('aria-valuenow')));
      if (document.querySelector('[data-testid="blocked-notice"]') !== null)
        add(seen.phasesWhileBlocked, phase);
    };
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    Object.assign(window, { seenRow: seen });
  }, symbol);
  return () => page.evaluate(() => (window as unknown as { seenRow: Seen }).seenRow);
}

/** At 10:30, an hour into the day, with a catch-up that takes about two seconds. */
async function anHourIntoTheDay(desk: Desk): Promise<void> {
  await desk.pausedAt('10:30');
  await desk.setCatchupPace('30 bars a second');
  await desk.setSpeed('1 times real time');
  await desk.play();
}

test('a symbol joins the running session, and the analysis resumes automatically', async ({
  workstation,
}, testInfo) => {
  const { page } = workstation;
  const desk = new Desk(page);
  await anHourIntoTheDay(desk);
  const clockBefore = await desk.clock.textContent();
  const seen = await watchRow(page, 'AAPL');

  await desk.add('AAPL');
  await expect(desk.blockedNotice).toHaveText(
    /^Analysis is blocked: AAPL is catching up \(\d+ of \d+ bars\)/,
  );
  await expect(desk.state).toHaveAttribute('data-state', 'catching_up');
  await expect(desk.row('AAPL').getByTestId('phase')).toHaveAttribute('data-phase', 'catching_up');
  await expect(desk.row('AAPL').getByTestId('added-by')).toHaveText('user');
  // During that time the clock is stopped, for every symbol in the session.
  expect(await desk.clock.textContent()).toBe(clockBefore);
  await keepScreen(page, testInfo, 'blocked');

  await expect(desk.blockedNotice).toBeHidden();
  await expect(desk.state).toHaveAttribute('data-state', 'active');
  await expect(desk.analysis.getByTestId('past-notice')).toHaveText(/^AAPL caught up: \d+ bars in /);
  await expect(desk.row('AAPL').getByTestId('phase')).toHaveAttribute('data-phase', 'active');
  await keepScreen(page, testInfo, 'caught-up');

  const { phases, lags, phasesWhileBlocked } = await seen();
  const order = ['queued', 'validating', 'loading', 'catching_up', 'active'];
  expect(phases.slice(-2)).toEqual(['catching_up', 'active']);
  expect(phases.map((phase) => order.indexOf(phase))).toEqual(
    phases.map((phase) => order.indexOf(phase)).sort((a, b) => a - b),
  );
  expect(phasesWhileBlocked).toContain('catching_up');
  expect(Math.max(...lags)).toBeGreaterThan(50 * 60);
  expect(lags.at(-1)).toBeLessThanOrEqual(60);
  expect(lags.length).toBeGreaterThan(5);
});

test('a symbol is removed, and added again from the notice', async ({ workstation }) => {
  const desk = new Desk(workstation.page);
  await desk.isPlaying();
  await desk.row('KO').getByTestId('remove').click();
  await expect(desk.row('KO')).toHaveCount(0);
  await expect(desk.row('RIVN')).toBeVisible();
  await desk.button('Add KO again').click();
  await expect(desk.row('KO').getByTestId('phase')).toHaveAttribute('data-phase', 'active');
  await expect(desk.row('KO').getByTestId('added-by')).toHaveText('user');
});

test('an unknown symbol shows the reason, and the session continues', async ({ workstation }, testInfo) => {
  const desk = new Desk(workstation.page);
  await desk.isPlaying();
  await desk.add('ZZZZ');
  const refusal = workstation.page.getByRole('alert').filter({ hasText: 'ZZZZ' }).first();
  await expect(refusal).toContainText(/ZZZZ.{10,}/);
  await keepScreen(workstation.page, testInfo, 'unknown-symbol');
  await desk.isPlaying();
  await expect(desk.state).toHaveAttribute('data-state', 'active');
});

test('the list is filtered and sorted, and what was removed comes back with a key', async ({
  workstation,
}) => {
  const { page } = workstation;
  const desk = new Desk(page);
  await desk.isPlaying();
  await desk.pause();
  const symbols = page.locator('[data-symbol]');
  await expect(symbols).toHaveCount(5);
  await page.keyboard.press('f');
  await page.keyboard.type('k');
  await expect(symbols).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(symbols).toHaveCount(5);
  await page.getByTestId('symbol-order').click();
  await page.getByRole('menuitemradio', { name: 'By symbol' }).click();
  await expect(symbols.first()).toHaveAttribute('data-symbol', 'KO');
  await desk.row('SPY').click();
  await page.keyboard.press('Delete');
  await expect(desk.row('SPY')).toHaveCount(0);
  await page.keyboard.press('u');
  await expect(desk.row('SPY').getByTestId('added-by')).toHaveText(/user/i);
});
