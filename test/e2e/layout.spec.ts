import type { Page } from '@playwright/test';
import { Desk } from './desk.ts';
import { expect, keepScreen, test } from './workstation.ts';

const boxOf = async (page: Page, name: string) => {
  const box = await page.locator(`.dv-groupview[aria-label="${name}"]`).boundingBox();
  if (box === null) throw new Error(`a panel ${name} on screen`);
  return box;
};

async function command(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.keyboard.type(words);
  await page.getByTestId('palette').getByRole('option', { name: words }).first().click();
}

test('panels are resized and moved by keyboard, and keep their places after a restart', async ({
  workstation,
}, testInfo) => {
  const { page } = workstation;
  const desk = new Desk(page);
  await desk.isPlaying();
  await desk.pause();
  const before = await boxOf(page, 'Charts');
  const splitter = page.getByRole('separator', { name: 'Width of the panels beside' }).first();
  await splitter.focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(async () => (await boxOf(page, 'Charts')).width).toBeLessThan(before.width - 40);
  const height = page.getByRole('separator', { name: 'Height of the panels above' }).first();
  await height.focus();
  await page.keyboard.press('ArrowUp');
  await expect.poll(async () => (await boxOf(page, 'Charts')).height).toBeLessThan(before.height);

  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await command(page, 'Move the analysis panel: right of the charts');
  const isBeside = async (): Promise<boolean> => {
    const [charts, analysis] = [await boxOf(page, 'Charts'), await boxOf(page, 'Analysis')];
    return analysis.x >= charts.x + charts.width && charts.height > 500;
  };
  await expect.poll(isBeside).toBe(true);
  await keepScreen(page, testInfo, 'analysis-beside');
  await page.reload();
  await expect(desk.clock).toHaveAttribute('datetime', /Z$/);
  await expect.poll(isBeside).toBe(true);

  await command(page, 'Reset the panels to the default layout');
  await expect.poll(isBeside).toBe(false);
});
