import { describe, expect, it } from 'vitest';
import { paperAddress } from '../../../core/live-feed/alpaca/paper/paper-address.ts';

describe('where orders go', () => {
  it('is the paper accounts by default', () => {
    expect(paperAddress()).toEqual({
      ok: true,
      value: { rest: 'https://paper-api.alpaca.markets', stream: 'wss://paper-api.alpaca.markets/stream' },
    });
  });

  it.each([
    ['http://127.0.0.1:8080', 'ws://127.0.0.1:8080/stream'],
    ['http://localhost:8080/', 'ws://localhost:8080/stream'],
    ['http://[::1]:8080', 'ws://[::1]:8080/stream'],
    ['https://paper-api.alpaca.markets:443/', 'wss://paper-api.alpaca.markets/stream'],
  ])('may be %s', (address, stream) => {
    expect(paperAddress(address)).toMatchObject({ ok: true, value: { stream } });
  });

  it.each([
    'https://api.alpaca.markets',
    'https://API.alpaca.markets',
    'http://paper-api.alpaca.markets',
    'https://paper-api.alpaca.markets:8443',
    'https://paper-api.alpaca.markets.example.com',
    'https://paper-api.alpaca.markets@api.alpaca.markets',
    'https://api.alpaca.markets/?paper-api.alpaca.markets',
    'https://api.alpaca.markets#127.0.0.1',
    'https://127.0.0.1.example.com',
    'https://broker-api.alpaca.markets',
    'ftp://paper-api.alpaca.markets',
    'paper-api.alpaca.markets',
    '',
  ])('is never %s', (address) => {
    expect(paperAddress(address)).toMatchObject({
      ok: false,
      failure: { code: 'bad_usage', hint: 'Tapedeck trades no real money.' },
    });
  });
});
