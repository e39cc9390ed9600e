import { Desk } from './desk.ts';
import { expect, keepScreen, test } from './workstation.ts';

test('an order is written, filled by the next bar, locks its symbol, and the kill switch ends it', async ({
  workstation,
}, testInfo) => {
  const { page } = workstation;
  const desk = new Desk(page);
  await desk.pausedAt('10:30');
  await page.keyboard.press('o');
  const ticket = page.getByRole('dialog', { name: 'New order' });
  await ticket.getByLabel('Type').selectOption('limit');
  await expect(ticket.getByRole('alert')).toHaveText('The limit needs a price');
  await ticket.getByLabel('Type').selectOption('market');
  await ticket.getByLabel('Shares').fill('100000');
  await ticket.getByRole('button', { name: /Buy 100000 RIVN/ }).click();
  await expect(ticket.getByRole('alert')).toContainText('max_');
  await ticket.getByLabel('Shares').fill('100');
  await ticket.getByRole('button', { name: /Buy 100 RIVN/ }).click();
  await expect(ticket).toHaveCount(0);

  const orders = page.getByTestId('orders');
  await expect(orders.getByRole('list', { name: /Orders/ })).toContainText('working');
  await desk.button('Step').click();
  await desk.button('Step').click();
  await expect(orders.getByRole('list', { name: /Orders/ })).toContainText('filled');
  await orders.getByRole('radio', { name: /Positions/ }).click();
  await expect(orders.getByRole('list', { name: /Positions/ })).toContainText('RIVN');
  await expect(desk.row('RIVN').getByTestId('remove')).toHaveAccessibleName(/cannot be removed/);
  await keepScreen(page, testInfo, 'held');

  await orders.getByRole('button', { name: 'Flatten all' }).click();
  await desk.button('Step 5').click();
  await expect(orders.getByRole('status')).toContainText('Trading is halted');
  await expect(orders).toContainText('No positions');
  await expect(desk.row('RIVN').getByTestId('remove')).toHaveAccessibleName('Remove RIVN');
  await orders.getByRole('button', { name: 'Resume' }).click();
  await expect(orders.getByRole('button', { name: 'Flatten all' })).toBeVisible();
});
