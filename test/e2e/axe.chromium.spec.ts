import { findings } from './axe-findings.ts';
import { Desk } from './desk.ts';
import { dropFile } from './hands.ts';
import { madeUpCsv } from './made-up-csv.ts';
import { expect, test } from './workstation.ts';

/** No colour on its way to another one while it is measured. */
test.beforeEach(({ workstation }) => workstation.page.emulateMedia({ reducedMotion: 'reduce' }));

test('no screen has an accessibility violation', async ({ workstation }) => {
  test.slow();
  const { page } = workstation;
  const desk = new Desk(page);
  await desk.isPlaying();
  await test.step('playing', async () => expect(await findings(page)).toEqual([]));

  await desk.pause();
  await desk.setSpeed('As fast as data flow');
  await desk.runTo('11:00');
  await test.step('add box open', async () => {
    const box = page.getByRole('combobox', { name: 'Add a symbol' });
    await box.click();
    await box.pressSequentially('AA');
    await expect(page.getByRole('option').first()).toBeVisible();
    expect(await findings(page)).toEqual([]);
    await box.fill('');
    await box.blur();
  });
  await test.step('blocked', async () => {
    // A catch-up with a pace pauses with the replay, so it must run first.
    await desk.setCatchupPace('5 bars a second');
    await desk.setSpeed('1 times real time');
    await desk.play();
    await desk.add('AAPL');
    await expect(desk.blockedNotice).toBeVisible();
    expect(await findings(page)).toEqual([]);
    await desk.setCatchupPace('As fast as possible');
    await expect(desk.blockedNotice).toBeHidden();
  });
  await test.step('palette', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await expect(page.getByTestId('palette')).toBeVisible();
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press('Escape');
  });
  await test.step('editor', async () => {
    await page.getByTestId('session-picker').click();
    await page.getByRole('menuitemradio', { name: /Edit a copy/ }).click();
    await expect(page.getByTestId('session-editor')).toBeVisible();
    for (const part of ['Session', 'Symbols & bars', 'Indicators']) {
      await page.getByRole('navigation').getByRole('button', { name: part, exact: true }).click();
      expect(await findings(page), part).toEqual([]);
    }
  });
});

const TABS = ['Signals', 'Orders', 'Quality', 'Log', 'Performance', 'Report'] as const;

test('nor in any view, while it runs or when it has ended', async ({ workstation }) => {
  test.slow();
  const { page } = workstation;
  const desk = new Desk(page);
  await desk.isPlaying();
  const look = async (what: string): Promise<void> => {
    await test.step(what, async () => expect(await findings(page), what).toEqual([]));
  };
  await desk.setSpeed('As fast as data flow');
  await expect(desk.state).toHaveAttribute('data-state', 'completed', { timeout: 30_000 });
  for (const tab of TABS) {
    await page.getByRole('tab', { name: tab, exact: true }).click();
    await look(`${tab}, ended`);
  }
  await page.keyboard.press('0');
  await expect(page.getByTestId('chart-pane')).toHaveCount(12);
  await look('twelve panes, most of them empty');
  await page.keyboard.press('1');

  await page.getByRole('button', { name: /^Indicators: / }).click();
  await expect(page.getByRole('dialog', { name: 'Indicators' })).toBeVisible();
  await look('indicators');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await look('shortcuts');
  await page.keyboard.press('Escape');
  await dropFile(page, 'export (3).csv', madeUpCsv());
  await expect(page.getByTestId('import-file')).toHaveAttribute('data-step', 'refused');
  await look('a file that lacks something');
  await page.getByTestId('import-sheet').getByLabel('Symbol', { exact: true }).fill('newx');
  await expect(page.getByTestId('import-file')).toHaveAttribute('data-step', 'ready');
  await look('a file that can be imported');
  await page.getByTestId('import-sheet').press('Escape');
  await desk.row('KO').getByTestId('remove').click();
  await desk.add('ZZZZ');
  await expect(
    page
      .getByRole('alert')
      .filter({ hasText: /has ended/ })
      .first(),
  ).toBeVisible();
  await look('a refusal');
});
