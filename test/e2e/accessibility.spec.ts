import { Desk } from './desk.ts';
import { expect, test } from './workstation.ts';

test('announces events to screen readers, and animates nothing with reduced motion', async ({
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

  await test.step('the story of a symbol is there for eye and ear', async () => {
    await page.getByTestId('symbol-list').focus();
    await keyboard.press('End');
    const row = desk.row('AAPL');
    await expect(page.getByTestId('story').first()).toContainText('Added by you at 09:3');
    await expect(row).toHaveAccessibleDescription(/^Added by you at 09:3.* UTC\).*Caught up \d+ bars? in/);
    await keyboard.press('Escape');
    await expect(page.getByTestId('story')).toHaveCount(0);
  });

  await page.getByLabel('Run to', { exact: true }).focus();
  await keyboard.type('11:00');
  await keyboard.press('Enter');
  await expect(desk.clock).toHaveText('11:00:00', { timeout: 30_000 });

  await keyboard.press('Control+k');
  await keyboard.type('remove aapl');
  await keyboard.press('Enter');
  await expect(desk.row('AAPL')).toHaveCount(0);
});
