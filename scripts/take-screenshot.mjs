/**
 * `npm run screenshot`: the picture of the docs, taken of the real window: AAPL joins the sample in mid-morning, at a
 * visible pace, while the analysis panel is blocked.
 */
import path from 'node:path';
import { root } from './build-parts.mjs';
import { runTo, setCatchupPace, withSampleWindow } from './sample-window.mjs';

await withSampleWindow({ width: 1280, height: 800 }, async (page) => {
  await runTo(page, '11:40');
  await page.getByRole('radio', { name: '60 times real time' }).click();
  await setCatchupPace(page, /30/);
  await page.keyboard.press('Space');
  await page.keyboard.press('/');
  await page.keyboard.type('AAPL');
  await page.keyboard.press('Enter');
  await page.getByTestId('blocked-notice').waitFor();
  await page.getByText(/is catching up \(([6-9]\d) of/).waitFor();
  await page.getByText(/^Store /).evaluate((store) => {
    store.textContent = 'Store ~/tapedeck/data';
  });
  await page.screenshot({ path: path.join(root, 'docs/images/workstation.png') });
});
