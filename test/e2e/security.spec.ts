import type { Page } from '@playwright/test';
import { Desk } from './desk.ts';
import { expect, test } from './workstation.ts';

const policyOf = (page: Page): Promise<string> =>
  page.evaluate(async () => (await fetch(location.href)).headers.get('content-security-policy') ?? '');

test('pages come with a policy that lets no foreign or inline script run', async ({ workstation }) => {
  const { page } = workstation;
  await new Desk(page).isPlaying();
  const policy = await policyOf(page);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toContain('unsafe-eval');
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.inlineScriptRan = true';
    document.head.append(script);
    return 'inlineScriptRan' in window;
  });
  expect(ran).toBe(false);
  workstation.errors.length = 0;
});
