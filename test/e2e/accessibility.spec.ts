import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { Desk } from './desk.ts';
import { dropFile } from './hands.ts';
import { madeUpCsv } from './made-up-csv.ts';
import { expect, test } from './workstation.ts';

const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Everything that axe finds against WCAG 2.1 A and AA on the page as it is. */
async function findings(page: Page): Promise<readonly string[]> {
  await page.evaluate(await axeSource);
  const results = await page.evaluate((): Promise<AxeResults> =>
    (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
    }),
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}

for (const theme of ['dark', 'light'] as const) {
  test(`nothing stands in anybody's way, ${theme}`, async ({ workstation }) => {
    test.slow();
    const { page } = workstation;
    const desk = new Desk(page);
    await desk.isPlaying();
    if (theme === 'light') await desk.button('Light theme').click();
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
      // At a pace a catch-up stands while the replay is paused, so it is let run first.
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
}

const TABS = ['Signals', 'Orders', 'Quality', 'Log', 'Performance', 'Report'] as const;

for (const theme of ['dark', 'light'] as const) {
  test(`nor in any view, while it runs or when it has ended, ${theme}`, async ({ workstation }) => {
    test.slow();
    const { page } = workstation;
    const desk = new Desk(page);
    await desk.isPlaying();
    if (theme === 'light') await desk.button('Light theme').click();
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
}

test('says what happens to whoever does not see it, and moves nothing for whoever asks so', async ({
  workstation,
}) => {
  const { page } = workstation;
  const desk = new Desk(page);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const said: string[] = [];
  await page.exposeFunction('heard', (text: string) => said.push(text));
  await page.getByTestId('announcer').evaluate((region) => {
    const { heard } = globalThis as unknown as { heard: (text: string | null) => void };
    new MutationObserver(() => heard(region.textContent)).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  await expect(page.getByTestId('announcer')).toHaveAttribute('aria-live', 'polite');
  await desk.isPlaying();
  await desk.pause();
  await expect.poll(() => said.join('\n')).toContain('Session: Paused.');
  await desk.setSpeed('As fast as data flow');
  await desk.runTo('10:30');
  await desk.setCatchupPace('30 bars a second');
  await desk.setSpeed('1 times real time');
  await desk.play();
  await desk.add('AAPL');
  await expect(desk.blockedNotice).toBeVisible();
  const moving = await page.evaluate(() =>
    document
      .getAnimations()
      .filter(({ playState, effect }) => playState === 'running' && effect?.getTiming().duration !== 0)
      .map((animation) => (animation instanceof CSSAnimation ? animation.animationName : 'transition')),
  );
  expect(moving).toEqual([]);
  await expect.poll(() => said.join('\n')).toContain('Analysis is blocked: AAPL is catching up');
  await expect.poll(() => said.join('\n')).toMatch(/AAPL caught up: \d+ bars/);
});

test('adds, steps, runs to a time and removes without a pointer', async ({ workstation }) => {
  const { page } = workstation;
  const { keyboard } = page;
  const desk = new Desk(page);
  await desk.isPlaying();
  await keyboard.press('Space');
  await expect(desk.button('Play')).toBeVisible();
  const paused = await desk.clockMs();
  await keyboard.press('ArrowRight');
  await expect.poll(() => desk.clockMs()).toBe(paused + 60_000);

  await keyboard.press('/');
  await keyboard.type('AAPL');
  await keyboard.press('Enter');
  await expect(desk.row('AAPL')).toHaveAttribute('aria-selected', 'true');
  await keyboard.press('Escape');
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());

  await keyboard.press('Control+k');
  await keyboard.type('speed max');
  await keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: 'As fast as data flow' })).toBeChecked();

  await page.getByLabel('Run to', { exact: true }).focus();
  await keyboard.type('11:00');
  await keyboard.press('Enter');
  await expect(desk.clock).toHaveText('11:00:00', { timeout: 30_000 });

  await keyboard.press('Control+k');
  await keyboard.type('remove aapl');
  await keyboard.press('Enter');
  await expect(desk.row('AAPL')).toHaveCount(0);
});
