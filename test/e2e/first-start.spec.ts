import { Desk } from './desk.ts';
import { expect, keepScreen, test } from './workstation.ts';

test.describe('a first start, with nothing there', () => {
  test.use({ withSample: false });

  test('opens on the sample session, which plays; four steps, once', async ({ workstation }, testInfo) => {
    const desk = new Desk(workstation.page);
    await desk.isPlaying();
    await expect(desk.state).toHaveAttribute('data-state', 'active');
    await expect(workstation.page.getByText('Synthetic data')).toBeVisible();
    for (const symbol of ['RIVN', 'NVDA', 'SPY', 'KO', 'PCTY']) {
      await expect(desk.row(symbol).getByTestId('phase')).toHaveAttribute('data-phase', 'active');
      await expect(desk.row(symbol).getByTestId('added-by')).toHaveText('config');
    }
    await expect(desk.row('RIVN').getByTestId('last')).toHaveText(/^\d+\.\d\d$/);
    await expect(workstation.page.getByTestId('engine-health')).toHaveAttribute('data-health', 'running');
    await keepScreen(workstation.page, testInfo, 'first-start');

    // Four steps that cover nothing: the session plays on, keys mean what they mean, Tab reaches them.
    const tour = workstation.page.getByTestId('tour');
    await expect(tour).toContainText('1 of 4');
    await desk.pause();
    await desk.play();
    await tour.getByRole('button', { name: 'Next' }).focus();
    await workstation.page.keyboard.press('Enter');
    await expect(tour).toContainText('2 of 4');
    await desk.add('AAPL');
    await expect(desk.row('AAPL').getByTestId('phase')).toHaveAttribute('data-phase', 'active');
    for (const step of ['3 of 4', '4 of 4']) {
      await tour.getByRole('button', { name: 'Next' }).click();
      await expect(tour).toContainText(step);
    }
    await tour.getByRole('button', { name: 'Back' }).focus();
    await workstation.page.keyboard.press('Escape');
    await expect(tour).toHaveCount(0);
    await workstation.page.reload();
    await desk.isPlaying();
    await expect(tour).toHaveCount(0);
  });
});

test('a page that is loaded again finds the session where it is', async ({ workstation }) => {
  const desk = new Desk(workstation.page);
  await desk.isPlaying();
  await desk.setSpeed('600 times real time');
  await expect.poll(() => desk.clock.textContent()).toMatch(/^(09:[45]|1\d:)/);
  await desk.pause();
  const before = await desk.clockMs();
  await workstation.page.reload();
  await expect.poll(() => desk.clockMs()).toBe(before);
  await expect(desk.row('RIVN')).toBeVisible();
  await desk.play();
  await desk.isPlaying();
});

test('closes at once and properly', async ({ workstation }) => {
  await new Desk(workstation.page).isPlaying();
  const startedMs = performance.now();
  expect(await workstation.close()).toBe(workstation.app === null ? 130 : 0);
  expect(performance.now() - startedMs).toBeLessThan(10_000);
});
