import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page, TestInfo } from '@playwright/test';
import { checkout } from './opened.ts';
import { expect } from './workstation.ts';

/** The smallest window that must look right, the usual one, and a wall of one. */
const SIZES = [
  [1_280, 800],
  [1_920, 1_080],
  [3_840, 2_160],
] as const;

/**
 * A pixel counts as different from a fifth of the way between black and white on; two in a thousand may be: edges of
 * letters and the few signs that come from the system's fonts.
 */
const TOLERANCE = { threshold: 0.2, maxDiffPixelRatio: 0.002 };

/** The browser that drew the committed pictures: another one draws letters and lines a little differently. */
const DRAWN_BY = path.join(checkout, 'test/e2e/screens/drawn-by.txt');

const boxOf = async (part: Locator): Promise<{ x: number; y: number; right: number; bottom: number }> => {
  const box = await part.boundingBox();
  if (box === null) throw new Error('a part that is on screen');
  return { x: box.x, y: box.y, right: box.x + box.width, bottom: box.y + box.height };
};

/** Rules for any size and system: everything is on screen, nothing overlaps, nothing is cut off. */
async function isLaidOut(page: Page, [width, height]: (typeof SIZES)[number]): Promise<void> {
  const overflow = await page.evaluate(() => ({
    x: document.documentElement.scrollWidth - innerWidth,
    y: document.documentElement.scrollHeight - innerHeight,
  }));
  expect(overflow).toEqual({ x: 0, y: 0 });
  const [bar, symbols, chart, analysis, status] = await Promise.all(
    [
      page.locator('header').first(),
      page.getByTestId('symbol-list'),
      page.getByTestId('chart-pane').first(),
      page.getByTestId('analysis-panel'),
      page.locator('footer').last(),
    ].map(boxOf),
  );
  if (!bar || !symbols || !chart || !analysis || !status) throw new Error('five parts');
  expect([bar.x, bar.y, bar.right]).toEqual([0, 0, width]);
  expect([status.x, status.right, status.bottom]).toEqual([0, width, height]);
  expect(symbols.y).toBeGreaterThan(bar.bottom);
  expect(symbols.right).toBeLessThanOrEqual(chart.x);
  expect(chart.right).toBeLessThanOrEqual(width);
  expect(chart.bottom).toBeLessThanOrEqual(analysis.y);
  expect(analysis.bottom).toBeLessThanOrEqual(status.y + 1);
  // The chart is what the window is for.
  expect((chart.right - chart.x) * (chart.bottom - chart.y)).toBeGreaterThan(width * height * 0.3);
  const cut = await page
    .locator('header button, header [role="radio"], header time')
    .evaluateAll((parts) =>
      parts.filter((part) => part.scrollWidth > part.clientWidth + 1).map((part) => part.textContent),
    );
  expect(cut).toEqual([]);
}

interface Wanted {
  /** Prefix of the pictures' names. */
  readonly name?: string;
  /** Parts that are another thing each time. */
  readonly mask?: readonly Locator[];
}

/** Compares the current page with the committed pictures: three sizes, both themes. The dark theme is on. */
export async function looksAsSeen(
  page: Page,
  testInfo: TestInfo,
  { name = '', mask = [] }: Wanted,
): Promise<void> {
  const version = `Chromium ${page.context().browser()?.version().split('.')[0] ?? ''}`;
  if (testInfo.config.updateSnapshots === 'all') await writeFile(DRAWN_BY, `${version}\n`);
  const drawnBy = (await readFile(DRAWN_BY, 'utf8')).trim();
  if (drawnBy !== version) {
    const why = `pictures are of ${drawnBy}, this is ${version}: the layout alone was checked`;
    testInfo.annotations.push({ type: 'pictures', description: why });
    console.log(`  ${why}`);
  }
  for (const theme of ['dark', 'light'] as const) {
    if (theme === 'light') await page.getByRole('button', { name: 'Light theme', exact: true }).click();
    await page.mouse.move(0, 0);
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    for (const size of SIZES) {
      const [width, height] = size;
      await page.setViewportSize({ width, height });
      await expect(async () => isLaidOut(page, size)).toPass({ timeout: 10_000 });
      if (drawnBy !== version) continue;
      await expect(page).toHaveScreenshot(`${name}${theme}-${width}.png`, {
        ...TOLERANCE,
        animations: 'disabled',
        mask: [...mask],
      });
    }
  }
}
