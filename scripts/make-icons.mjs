/**
 * Draws the icons of the packages from `packaging/icon.svg`, in Chromium: `node scripts/make-icons.mjs`. The pictures
 * are kept beside it, so that packaging needs no browser.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { root } from './build-parts.mjs';

const folder = path.join(root, 'packaging');
/** Linux desktops choose among sizes; Windows and macOS icons are generated from the largest. */
const SIZES = [16, 32, 48, 64, 128, 256, 512, 1024];

const svg = readFileSync(path.join(folder, 'icon.svg'), 'utf8');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  const page = await browser.newPage();
  for (const size of SIZES) {
    await page.setViewportSize({ width: size, height: size });
    await page.setContent(
      `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
    );
    const name = size === 1024 ? 'icon.png' : path.join('icons', `${size}x${size}.png`);
    await page.screenshot({ path: path.join(folder, name), omitBackground: true });
  }
} finally {
  await browser.close();
}
