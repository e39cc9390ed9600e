import { Desk } from './desk.ts';
import { expect, keepScreen, test } from './workstation.ts';

test('earlier runs are listed, compared, and played again with their clicks', async ({
  workstation,
}, testInfo) => {
  const { page } = workstation;
  const desk = new Desk(page);
  await desk.pausedAt('10:30');
  await desk.add('AAPL');
  await expect(desk.row('AAPL').getByTestId('phase')).toHaveAttribute('data-phase', 'active');
  await desk.button('Play').click();
  await expect(desk.state).toHaveAttribute('data-state', 'completed', { timeout: 30_000 });
  // Slowly at first: at full speed the second run may be over before one sees that it began.
  await desk.setSpeed('60 times real time');
  await desk.button('Restart the session').click();
  await expect(desk.state).not.toHaveAttribute('data-state', 'completed');
  await expect(desk.row('AAPL')).toHaveCount(0);
  await desk.isPlaying();
  await desk.setSpeed('As fast as data flow');
  await expect(desk.state).toHaveAttribute('data-state', 'completed', { timeout: 30_000 });

  await page.keyboard.press('r');
  const runs = page.getByTestId('runs');
  const rows = runs.getByRole('option', { name: /Sample week/ });
  await expect(runs.getByRole('listbox').getByRole('option')).toHaveCount(2);
  await expect(runs.getByTestId('report')).toContainText('RIVN');
  await runs.getByTestId('compare-with').selectOption({ index: 1 });
  const comparison = runs.getByTestId('run-comparison');
  await expect(comparison).toContainText('AAPL added by user');
  await expect(comparison).toContainText('No key differs.');
  await expect(comparison.getByRole('row', { name: /symbols/ }).first()).toContainText('5');
  await keepScreen(page, testInfo, 'compared');

  await runs.getByRole('button', { name: 'Close' }).focus();
  await page.keyboard.press('Escape');
  await expect(runs).toHaveCount(0);
  await page.keyboard.press('r');
  await expect(runs.getByTestId('report')).toContainText('RIVN');

  await rows.nth(1).click();
  await expect(runs.getByLabel('Commands')).toContainText('AAPL added by user');
  if (workstation.app === null) {
    await runs.getByRole('button', { name: 'Copy the path' }).click();
    await expect(runs.getByRole('button', { name: 'Copied' })).toBeVisible();
  } else {
    await workstation.app.evaluate(({ shell }) => {
      shell.showItemInFolder = (folder) => Object.assign(globalThis, { shownFolder: folder });
    });
    await runs.getByRole('button', { name: 'Show the folder' }).click();
    const folder = await runs.locator('code').last().textContent();
    const shown = () =>
      workstation.app?.evaluate(() => (globalThis as unknown as { shownFolder?: string }).shownFolder);
    await expect.poll(shown).toBe(folder);
  }
  await runs.getByRole('button', { name: 'Play it again' }).click();
  await expect(runs).toHaveCount(0);
  await expect(desk.clock).toHaveText(/^09:3/);
  await expect(desk.row('AAPL')).toHaveCount(0);
  await desk.setSpeed('As fast as data flow');
  await desk.runTo('10:31');
  await expect(desk.row('AAPL').getByTestId('added-by')).toHaveText(/user/i);
});
