import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';

const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Every rule of WCAG 2.1 A and AA. */
const EVERYTHING: RunOptions = { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] };
/** The one rule whose outcome depends on the theme. */
const CONTRAST: RunOptions = { runOnly: ['color-contrast'] };

/** All findings of axe on the current page, in the dark theme and in the light one. */
export async function findings(page: Page): Promise<readonly string[]> {
  await page.evaluate(await axeSource);
  const dark = await inTheme(page, 'dark', EVERYTHING);
  const light = await inTheme(page, 'light', CONTRAST);
  await wear(page, 'dark');
  return [...dark, ...light];
}

async function inTheme(page: Page, theme: 'dark' | 'light', options: RunOptions): Promise<readonly string[]> {
  await wear(page, theme);
  const results = await page.evaluate(
    (runOptions): Promise<AxeResults> =>
      (globalThis as unknown as { axe: typeof import('axe-core') }).axe.run(runOptions),
    options,
  );
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${theme}: ${id} at ${target.join(' ')}: ${failureSummary ?? ''}`,
    ),
  );
}

/** Changes the theme under an open dialog, which covers the button for it. */
async function wear(page: Page, theme: 'dark' | 'light'): Promise<void> {
  await page.evaluate((name) => {
    document.documentElement.dataset['theme'] = name;
  }, theme);
}
