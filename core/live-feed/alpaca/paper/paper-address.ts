import { fail, ok, type Result } from '../../../base/result.ts';

export interface PaperAddress {
  /** `https://paper-api.alpaca.markets`, without a path. */
  readonly rest: string;
  /** `wss://paper-api.alpaca.markets/stream`. */
  readonly stream: string;
}

/** The one host of the internet that may receive orders: Alpaca's accounts with play money. */
const PAPER_HOST = 'paper-api.alpaca.markets';
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);
const ADDRESS = /^(https?):\/\/(\[[0-9a-f:]+\]|[a-z0-9.-]+)(?::(\d{1,5}))?\/?$/;

/**
 * The destination of orders: Alpaca's paper accounts, or a simulator on this machine. Every other address is refused,
 * that of real money first; nothing else in the program makes a trading address.
 */
export function paperAddress(text: string = `https://${PAPER_HOST}`): Result<PaperAddress> {
  const [, scheme, host = '', port] = ADDRESS.exec(text) ?? [];
  const authority = port === undefined ? host : `${host}:${port}`;
  if (LOOPBACK.has(host)) {
    return ok({
      rest: text.replace(/\/$/, ''),
      stream: `${scheme === 'https' ? 'wss' : 'ws'}://${authority}/stream`,
    });
  }
  if (host === PAPER_HOST && scheme === 'https' && (port === undefined || port === '443')) {
    return ok({ rest: `https://${PAPER_HOST}`, stream: `wss://${PAPER_HOST}/stream` });
  }
  return fail(
    'bad_usage',
    `Orders go to https://${PAPER_HOST} or to a simulator on this machine only, not to ${text}.`,
    'Tapedeck trades no real money.',
  );
}
