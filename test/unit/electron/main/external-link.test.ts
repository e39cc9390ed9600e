import { expect, it } from 'vitest';
import { externalLink } from '../../../../electron/main/external-link.ts';

it('opens what the workstation links to', () => {
  expect(externalLink('https://www.tradingview.com')).toBe('https://www.tradingview.com/');
});

it.each([
  'http://www.tradingview.com/',
  'https://www.tradingview.com.example.com/',
  'https://user:word@www.tradingview.com/',
  'https://www.tradingview.com:8443/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'not an address',
])('does not open %s', (url) => expect(externalLink(url)).toBeNull());
