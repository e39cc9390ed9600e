import type { Page } from '@playwright/test';
import { Desk } from './desk.ts';
import { looksAsSeen } from './pictures.ts';
import { expect, test } from './workstation.ts';

/** At 10:30 of the sample's first day, with AAPL added there: nothing moves, and no text depends on the wall clock. */
async function standStill(page: Page): Promise<void> {
  const desk = new Desk(page);
  await desk.pausedAt('10:30');
  await desk.add('AAPL');
  const chip = desk.row('AAPL').getByTestId('phase');
  await expect(chip).toHaveAttribute('data-phase', 'active');
  await expect(chip).not.toHaveAttribute('data-past', 'true');
  await expect(page.getByTestId('past-notice')).toHaveCount(0);
  await expect(page.locator('[data-chart-symbol="AAPL"]')).toBeVisible();
  await expect(page.getByTestId('studies').locator('[data-warm="true"]').first()).toBeVisible();
  await expect(page.getByText('0 bars/s', { exact: true })).toBeVisible();
  await page.getByText(/^Store /).evaluate((store) => {
    store.textContent = 'Store ~/tapedeck/data';
  });
}

test('matches its pictures, at three sizes and in both themes', async ({ workstation }, testInfo) => {
  test.slow();
  test.skip(testInfo.project.name === 'electron', 'pictures are of one browser');
  const { page } = workstation;
  const desk = new Desk(page);
  await standStill(page);
  await looksAsSeen(page, testInfo, {});

  await test.step('a laptop of 1280 x 800 at 150 % has everything on screen', async () => {
    await page.setViewportSize({ width: 853, height: 533 });
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(853);
    for (const part of [
      desk.clock,
      desk.state,
      page.getByTestId('catchup-pace'),
      page.locator('footer').last(),
    ]) {
      await expect(part).toBeInViewport({ ratio: 1 });
    }
  });
});
