import { describe, expect, it } from 'vitest';
import {
  APP_URL,
  isChartsUrl,
  isTrustedUrl,
  pathOfTrustedUrl,
} from '../../../../electron/main/app-origin.ts';

describe('our own pages', () => {
  it.each([APP_URL, `${APP_URL}index.html?a=1#b`, 'APP://workstation/x'])('trusts %s', (url) => {
    expect(isTrustedUrl(url)).toBe(true);
  });

  it.each([
    'https://workstation/',
    'app://workstation.example.com/',
    'app://example.com/',
    'app://user@workstation/',
    'app://workstation:8080/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'about:blank',
    '',
  ])('does not trust "%s"', (url) => {
    expect(isTrustedUrl(url)).toBe(false);
    expect(pathOfTrustedUrl(url)).toBeNull();
  });

  it('takes the path of an address of ours', () => {
    expect(pathOfTrustedUrl(APP_URL)).toBe('/');
    expect(pathOfTrustedUrl(`${APP_URL}assets/a%20b.js?x#y`)).toBe('/assets/a%20b.js');
  });
});

it('lets one page be opened in a window of its own', () => {
  expect(isChartsUrl('app://workstation/charts.html')).toBe(true);
  for (const other of [
    'app://workstation/',
    'app://workstation/charts.html?x=1',
    'app://workstation/charts.html#x',
    'app://workstation/a/charts.html',
    'app://user@workstation/charts.html',
    'app://elsewhere/charts.html',
    'https://workstation/charts.html',
    'charts.html',
  ])
    expect(isChartsUrl(other), other).toBe(false);
});
