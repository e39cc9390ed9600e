/**
 * `npm run moving-picture`: the README's picture, frames of the real window: a morning plays, AAPL is typed, joins,
 * catches up while the clock is stopped and the analysis is blocked, and everything resumes. Needs `img2webp` (Debian:
 * webp).
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from './build-parts.mjs';
import { runTo, setCatchupPace, withSampleWindow } from './sample-window.mjs';

const PICTURE = path.join(root, 'docs/images/workstation.webp');
const MOST_BYTES = 2_000_000;
/** How long a frame is shown; the machine that takes them may be slower. */
const FRAME_MS = 160;
const LAST_FRAME_MS = 2_500;

const folder = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-frames-'));
const frames = [];

async function shoot(page, count = 1) {
  for (let taken = 0; taken < count; taken++) {
    const file = path.join(folder, `${String(frames.length).padStart(3, '0')}.png`);
    await page.screenshot({ path: file });
    frames.push(file);
  }
}

async function typeSlowly(page, text) {
  for (const letter of text) {
    await page.keyboard.press(letter);
    await shoot(page);
  }
}

await withSampleWindow({ width: 1120, height: 700 }, async (page) => {
  await runTo(page, '11:00');
  await setCatchupPace(page, /30/);
  await page.getByRole('radio', { name: '600 times real time' }).click();
  await page.mouse.move(0, 0);
  await page.keyboard.press('Space');
  await shoot(page, 8);
  await page.keyboard.press('/');
  await typeSlowly(page, 'AAPL');
  await shoot(page, 3);
  await page.keyboard.press('Enter');
  const row = page.locator('[data-symbol="AAPL"]');
  await row.waitFor();
  await row.click();
  await page.mouse.move(0, 0);
  const isActive = () => row.locator('[data-testid="phase"][data-phase="active"]').isVisible();
  for (let taken = 0; taken < 45 && !(await isActive()); taken++) await shoot(page);
  await shoot(page, 14);
});

const shown = frames.flatMap((file, index) => [
  '-d',
  String(index === frames.length - 1 ? LAST_FRAME_MS : FRAME_MS),
  file,
]);
execFileSync('img2webp', ['-loop', '0', '-lossy', '-q', '60', '-m', '4', ...shown, '-o', PICTURE], {
  stdio: 'inherit',
});
rmSync(folder, { recursive: true });
const { size } = statSync(PICTURE);
console.log(`${path.relative(root, PICTURE)}: ${frames.length} frames, ${size} bytes`);
if (size > MOST_BYTES) throw new Error(`the picture is larger than ${MOST_BYTES} bytes`);
