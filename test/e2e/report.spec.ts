import { Desk } from './desk.ts';
import { expect, keepScreen, test } from './workstation.ts';

test('the report of a session shows its trades, its open ones apart, and its refused orders', async ({
  workstation,
}, testInfo) => {
  const { page } = workstation;
  const desk = new Desk(page);
  await desk.pausedAt('10:30');
  await page.keyboard.press('o');
  const ticket = page.getByRole('dialog', { name: 'New order' });
  await ticket.getByLabel('Shares').fill('100000');
  await ticket.getByRole('button', { name: /Buy 100000 RIVN/ }).click();
  await expect(ticket.getByRole('alert')).toContainText('max_');
  await ticket.getByLabel('Shares').fill('100');
  await ticket.getByRole('button', { name: /Buy 100 RIVN/ }).click();
  await expect(ticket).toHaveCount(0);
  await desk.setSpeed('As fast as data flow');
  await desk.button('Play').click();
  await expect(desk.state).toHaveAttribute('data-state', 'completed', { timeout: 45_000 });
  await page.getByRole('tab', { name: 'Report' }).click();

  const report = page.getByTestId('trading-report');
  await expect(report.getByRole('list', { name: 'Cautions' })).toContainText('1 order was refused');
  await expect(report.getByRole('list', { name: 'Cautions' })).toContainText('below 20 they say little');
  await expect(report).toContainText('0, 1 open');
  await expect(report.getByTestId('refused-orders')).toContainText('buy 100,000 RIVN');
  await report.getByRole('button', { name: 'All figures' }).click();
  await expect(report.getByRole('region', { name: 'Ratios' })).toContainText('Calmar');
  await report.getByRole('button', { name: 'Fewer figures' }).click();
  await expect(report.getByRole('region', { name: 'Ratios' })).toHaveCount(0);
  await keepScreen(page, testInfo, 'report');
});
