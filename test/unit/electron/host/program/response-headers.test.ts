import { describe, expect, it } from 'vitest';
import { responseHeaders } from '../../../../../electron/host/program/response-headers.ts';

const policy = (connect?: readonly string[]) =>
  responseHeaders('text/html', connect)['Content-Security-Policy'] ?? '';
const directive = (name: string, connect?: readonly string[]) =>
  policy(connect)
    .split('; ')
    .find((part) => part.startsWith(`${name} `));

describe('response headers', () => {
  it('let scripts come from our files alone', () => {
    expect(directive('script-src')).toBe("script-src 'self'");
    expect(directive('default-src')).toBe("default-src 'none'");
    expect(policy()).not.toContain('unsafe-eval');
  });

  it('open sockets only where the host says', () => {
    expect(directive('connect-src')).toBe("connect-src 'self'");
    expect(directive('connect-src', ['ws://127.0.0.1:1'])).toBe("connect-src 'self' ws://127.0.0.1:1");
  });

  it('let no other page frame ours', () =>
    expect(directive('frame-ancestors')).toBe("frame-ancestors 'none'"));
});
