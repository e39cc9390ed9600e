import { describe, expect, it } from 'vitest';
import { REQUEST_PARAMS } from '../../../../../electron/contract/requests.ts';
import { checkClientMessage } from '../../../../../electron/host/supervisor/check-client-message.ts';

describe('messages of a window', () => {
  it.each(Object.keys(REQUEST_PARAMS))('lets the request %s pass', (name) => {
    const message = { kind: 'request', id: 1, name, params: { anything: 1 } };
    expect(checkClientMessage(message)).toEqual({ kind: 'forward', message });
  });

  it('passes on nothing but the fields of the contract', () => {
    const message = { kind: 'ack', seq: 3, extra: 'x' };
    expect(checkClientMessage(message)).toEqual({ kind: 'forward', message: { kind: 'ack', seq: 3 } });
  });

  it.each(['toString', '__proto__', 'constructor', 'eval', ''])('refuses the name "%s"', (name) => {
    expect(checkClientMessage({ kind: 'request', id: 1, name, params: {} })).toEqual({
      kind: 'refuse',
      id: 1,
      name,
    });
  });

  it.each([
    undefined,
    'stop',
    [],
    { kind: 'ack', seq: -1 },
    { kind: 'ack', seq: 1.5 },
    { kind: 'ack', seq: '1' },
    { kind: 'request', id: Number.NaN, name: 'play' },
    { kind: 'request', id: 1, name: 5 },
    { kind: 'response', id: 1, ok: true },
  ])('drops %j', (value) => expect(checkClientMessage(value)).toEqual({ kind: 'drop' }));
});
