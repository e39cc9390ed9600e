import type { Page } from '@playwright/test';
import { findings } from './axe-findings.ts';
import { Desk } from './desk.ts';
import { looksAsSeen } from './pictures.ts';
import { expect, test } from './workstation.ts';

test.beforeEach(({ workstation }) => workstation.page.emulateMedia({ reducedMotion: 'reduce' }));

async function tryOut(page: Page, fault: string): Promise<void> {
  await page.getByRole('button', { name: 'Simulate a fault' }).click();
  await page.getByRole('menuitem', { name: fault }).click();
}

/** How far down the first chart begins, now and when the window says that the feed is down, however short that is. */
async function watchChart(page: Page): Promise<() => Promise<{ before: number; down?: number }>> {
  await page.evaluate(() => {
    const top = (): number =>
      document.querySelector('[data-testid="chart-pane"]')?.getBoundingClientRect().top ?? -1;
    const tops: { before: number; down?: number } = { before: top() };
    const look = (): void => {
      if (document.querySelector('[data-testid="feed-down"]') !== null) tops.down = top();
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true });
    Object.assign(window, { tops });
  });
  return () => page.evaluate(() => (window as unknown as { tops: { before: number; down?: number } }).tops);
}

/** The invented market is another one each day: what it says is left out of the pictures. */
const marketOf = (page: Page) => [
  page.getByTestId('chart-pane'),
  page.locator('[role="gridcell"]:not(:first-child)'),
  page.locator('header time, [data-testid="session-date"]'),
  page.getByLabel('Session day').locator('..'),
  page.locator('[data-testid="feed"] dl, [data-testid="feed"] ul'),
  page.locator('footer').last(),
];

test('a live session is accessible and matches its pictures', async ({ workstation }, testInfo) => {
  test.slow();
  const { page } = workstation;
  const desk = new Desk(page);
  await desk.isPlaying();
  await page.keyboard.press('l');
  const sheet = page.getByTestId('live-sheet');
  await expect(sheet.getByLabel('Session')).not.toHaveValue('');
  const look = async (what: string): Promise<void> => {
    await test.step(what, async () => expect(await findings(page), what).toEqual([]));
  };
  await look('going live');
  await sheet.getByLabel('Begins at').fill('11:00');
  await sheet.getByRole('button', { name: 'Go live', exact: true }).click();
  await expect(page.getByTestId('feed-state')).toHaveText('Simulator 60×: streaming');
  await page.getByRole('tab', { name: 'Feed' }).click();
  await expect(page.getByRole('list', { name: 'The feed, symbol by symbol' })).toContainText('RIVN');

  const tops = await watchChart(page);
  await tryOut(page, 'Drop');
  await expect.poll(async () => (await tops()).down, { timeout: 30_000 }).toBeDefined();
  const { before, down } = await tops();
  expect(down, 'nothing jumps').toBe(before);
  await tryOut(page, 'Halt');
  await expect(page.getByTestId('halted').first()).toBeVisible();
  await look('a halt');
  await expect(page.getByTestId('halted')).toHaveCount(0, { timeout: 30_000 });
  await page.getByRole('tab', { name: 'Orders' }).click();
  await look('orders of a live session');

  await page.getByRole('tab', { name: 'Feed' }).click();
  await desk.pause();
  await expect(page.getByTestId('feed-down')).toHaveCount(0, { timeout: 30_000 });
  await expect(page.getByTestId('feed-back')).toHaveCount(0, { timeout: 30_000 });
  await looksAsSeen(page, testInfo, { name: 'live-', mask: marketOf(page) });
});
