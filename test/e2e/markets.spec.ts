import { Desk } from './desk.ts';
import { expect, test } from './workstation.ts';

/** Sessions of other markets in the window: chosen from the picker, their breaks and nights shown, times of the session typed. */

test('Tokyo: the day hatches its lunch break, and the clock crosses it in one step', async ({
  workstation,
}) => {
  const { page } = workstation;
  const desk = new Desk(page);
  await desk.isPlaying();
  await page.getByTestId('session-picker').click();
  await page.getByRole('menuitemradio', { name: /Sample Tokyo/ }).click();
  await expect(desk.row('7203.T')).toBeVisible();
  await desk.setSpeed('As fast as data flow');
  await desk.runTo('11:30');
  await expect(page.getByTestId('session-date')).toHaveText('Wed 19 Nov 2025');
  await expect(page.getByTestId('session-break')).toHaveAttribute('title', 'Break, 11:30 to 12:30');
  await desk.button('Step').click();
  await expect(desk.clock).toHaveText('12:31:00');
  await expect(desk.row('7203.T').getByTestId('bar-count')).toHaveText('151');
});

test('CME: Tuesday begins on Monday evening, and a typed time is one of the session', async ({
  workstation,
}) => {
  const { page } = workstation;
  const desk = new Desk(page);
  await desk.isPlaying();
  await page.getByTestId('session-picker').click();
  await expect(page.getByRole('menuitemradio', { name: /Sample futures/ })).toContainText('CME_EQUITY');
  await page.getByRole('menuitemradio', { name: /Sample futures/ }).click();
  await expect(desk.row('ESZ5')).toBeVisible();
  await desk.setSpeed('As fast as data flow');
  await desk.runTo('18:30');
  await expect(page.getByTestId('session-date')).toHaveText('Tue 25 Nov 2025');
  await expect(desk.clock).toHaveAttribute('datetime', '2025-11-25T00:30:00.000Z');
  await desk.runTo('09:30');
  await expect(desk.clock).toHaveAttribute('datetime', '2025-11-25T15:30:00.000Z');
  await desk.button('Step back').click();
  await expect(desk.clock).toHaveAttribute('datetime', '2025-11-25T15:29:00.000Z');
});

test('the editor offers every exchange group', async ({ workstation }) => {
  const { page } = workstation;
  const desk = new Desk(page);
  await desk.isPlaying();
  await page.getByTestId('session-picker').click();
  await page.getByRole('menuitemradio', { name: /Edit a copy/ }).click();
  const group = page.getByTestId('session-editor').getByLabel('Exchange group');
  await expect(group).toHaveValue('US_EQUITY');
  await group.selectOption('XTKS');
  await expect(group.getByRole('option')).toHaveCount(32);
});
