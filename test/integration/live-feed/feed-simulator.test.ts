import { afterEach, describe, expect, it } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import { AlpacaTestClient } from '../../helpers/alpaca-client.ts';
import { at } from '../../helpers/bar-builder.ts';
import { simulatedVendor, type SimulatedVendor } from '../../helpers/simulated-vendor.ts';

/** The simulator against the protocol's documentation, message by message; alpaca-sdk.test.ts lets the vendor's own client judge. */

const open: (Disposable | AsyncDisposable)[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) {
    if (Symbol.asyncDispose in each) await each[Symbol.asyncDispose]();
    else each[Symbol.dispose]();
  }
});

async function vendor(
  start: string,
  faults: readonly object[] = [],
  options: Parameters<typeof simulatedVendor>[2] = {},
): Promise<SimulatedVendor> {
  const made = await simulatedVendor(start, faults, options);
  open.push(made);
  return made;
}

async function client({ simulator }: SimulatedVendor): Promise<AlpacaTestClient> {
  const made = await AlpacaTestClient.open(simulator.stream, simulator.key, simulator.secret);
  open.push(made);
  return made;
}

const DAY = '2025-11-03';
const code = (number: number, msg: string) => ({ T: 'error', code: number, msg });

describe('the stream', () => {
  it('greets, lets in by message, and answers subscriptions with the whole set', async () => {
    const market = await vendor(`${DAY} 10:00`);
    const trader = await client(market);
    expect(trader.received).toEqual([
      { T: 'success', msg: 'connected' },
      { T: 'success', msg: 'authenticated' },
    ]);
    const none = { trades: [], quotes: [], lulds: [], corrections: [], cancelErrors: [] };
    expect(await trader.answerTo({ action: 'subscribe', bars: ['AAPL'], updatedBars: ['AAPL'] })).toEqual({
      T: 'subscription',
      ...none,
      bars: ['AAPL'],
      updatedBars: ['AAPL'],
      dailyBars: [],
      statuses: [],
    });
    expect(await trader.answerTo({ action: 'subscribe', bars: ['MSFT'], statuses: ['*'] })).toMatchObject({
      bars: ['AAPL', 'MSFT'],
      statuses: ['*'],
    });
    expect(await trader.answerTo({ action: 'unsubscribe', bars: ['AAPL'] })).toMatchObject({
      bars: ['MSFT'],
      updatedBars: ['AAPL'],
    });
  });

  it('lets in by HTTP headers', async () => {
    const { simulator } = await vendor(`${DAY} 10:00`);
    const headers = { 'APCA-API-KEY-ID': simulator.key, 'APCA-API-SECRET-KEY': simulator.secret };
    const trader = new AlpacaTestClient(`${simulator.stream}/v2/sip`, headers);
    open.push(trader);
    await trader.until((received) => received.length === 2);
    expect(trader.received[1]).toEqual({ T: 'success', msg: 'authenticated' });
  });

  it('tells each minute after its end what the history then tells too', async () => {
    const market = await vendor(`${DAY} 10:00`);
    const trader = await client(market);
    await trader.answerTo({ action: 'subscribe', bars: ['AAPL', 'KO'], dailyBars: ['AAPL'] });
    await market.moveTo('10:02:10');
    await trader.until(() => trader.bars.length >= 6);
    const minutes = trader.bars.filter(({ T }) => T === 'b');
    const { body } = await market.get(
      `/v2/stocks/bars?symbols=AAPL,KO&timeframe=1Min&start=2025-11-03T15:00:00Z&end=2025-11-03T15:01:00Z`,
    );
    const told = (symbol: string) =>
      minutes
        .filter(({ S }) => S === symbol)
        .map(({ t, o, h, l, c, v, n, vw }) => ({ t, o, h, l, c, v, n, vw }));
    expect(body).toEqual({ bars: { AAPL: told('AAPL'), KO: told('KO') }, next_page_token: null });
    expect(told('AAPL').map(({ t }) => t)).toEqual(['2025-11-03T15:00:00Z', '2025-11-03T15:01:00Z']);
    const daily = trader.bars.filter(({ T }) => T === 'd').at(-1) ?? {};
    expect(daily).toMatchObject({ S: 'AAPL', t: '2025-11-03T05:00:00Z' });
  });

  it.each([
    [400, 'invalid syntax', '{"action":'],
    [400, 'invalid syntax', { action: 'subscribe', bars: ['no symbol'] }],
    [400, 'invalid syntax', { action: 'dance' }],
    [403, 'already authenticated', { action: 'auth', key: 'a', secret: 'b' }],
    [410, 'invalid subscribe action for this feed', { action: 'subscribe', news: ['AAPL'] }],
  ])('answers %i %s', async (number, msg, message) => {
    const trader = await client(await vendor(`${DAY} 10:00`));
    expect(await trader.answerTo(message)).toEqual(code(number, msg));
  });

  it('answers 401 before and 402 to a wrong key', async () => {
    const { simulator } = await vendor(`${DAY} 10:00`);
    const trader = new AlpacaTestClient(`${simulator.stream}/v2/iex`);
    open.push(trader);
    await trader.until((received) => received.length === 1);
    expect(await trader.answerTo({ action: 'subscribe', bars: ['AAPL'] })).toEqual(
      code(401, 'not authenticated'),
    );
    expect(await trader.answerTo({ action: 'auth', key: simulator.key, secret: 'wrong' })).toEqual(
      code(402, 'auth failed'),
    );
  });

  it('answers 404 and closes without an authentication', async () => {
    const { simulator } = await vendor(`${DAY} 10:00`, [], { authTimeoutMs: 20 });
    const trader = new AlpacaTestClient(`${simulator.stream}/v2/iex`);
    open.push(trader);
    await trader.untilClosed();
    expect(trader.received.at(-1)).toEqual(code(404, 'auth timeout'));
  });

  it('answers 405 and keeps the subscriptions', async () => {
    const trader = await client(await vendor(`${DAY} 10:00`, [], { symbolLimit: 2 }));
    await trader.answerTo({ action: 'subscribe', bars: ['AAPL', 'KO'] });
    expect(await trader.answerTo({ action: 'subscribe', bars: ['MSFT'] })).toEqual(
      code(405, 'symbol limit exceeded'),
    );
    expect(await trader.answerTo({ action: 'unsubscribe', bars: ['KO'] })).toMatchObject({ bars: ['AAPL'] });
  });

  it('answers 406 to a second connection and 409 to a feed of another plan', async () => {
    const market = await vendor(`${DAY} 10:00`, [], { feeds: ['iex'] });
    await client(market);
    const second = await client(market);
    await second.untilClosed();
    expect(second.received.at(-1)).toEqual(code(406, 'connection limit exceeded'));
    const { stream, key, secret } = market.simulator;
    const other = new AlpacaTestClient(`${stream}/v2/sip`);
    open.push(other);
    await other.until((received) => received.length === 1);
    expect(await other.answerTo({ action: 'auth', key, secret })).toEqual(
      code(409, 'insufficient subscription'),
    );
  });
});

describe('a fault', () => {
  async function streaming(
    faults: readonly object[],
    until: string,
  ): Promise<[AlpacaTestClient, SimulatedVendor]> {
    const market = await vendor(`${DAY} 10:00`, faults);
    const trader = await client(market);
    await trader.answerTo({
      action: 'subscribe',
      bars: ['AAPL'],
      updatedBars: ['AAPL'],
      statuses: ['AAPL'],
    });
    await market.moveTo(until);
    return [trader, market];
  }

  const opens = (trader: AlpacaTestClient) =>
    trader.bars.map(({ T, t }) => `${String(T)} ${String(t).slice(11, 16)}`);

  it('drop: a close frame; drop_without_close: none', async () => {
    const [dropped] = await streaming([{ kind: 'drop', at: '10:01:30' }], '10:03');
    await dropped.untilClosed();
    expect([dropped.closed?.code, opens(dropped)]).toEqual([1000, ['b 15:00']]);
    const [broken] = await streaming([{ kind: 'drop_without_close', at: '10:01:30' }], '10:03');
    await broken.untilClosed();
    expect(broken.closed?.code).toBe(1006);
  });

  it('mute: pings are answered, bars do not come; half_open: neither', async () => {
    const [mute] = await streaming([{ kind: 'mute', at: '10:00:30', seconds: 90 }], '10:00:40');
    const pong = new Promise((resolve) => mute.socket.once('pong', resolve));
    mute.socket.ping();
    await pong;
    const [deaf, market] = await streaming([{ kind: 'half_open', at: '10:00:30', seconds: 90 }], '10:00:40');
    let pongs = 0;
    deaf.socket.on('pong', () => pongs++);
    deaf.socket.ping();
    deaf.send({ action: 'subscribe', bars: ['KO'] });
    // Both lie at the vendor's before it answers a request that is made later.
    await market.get('/v2/stocks/KO/bars?timeframe=1Min');
    await market.moveTo('10:03:10');
    await deaf.until(() => deaf.bars.length >= 1);
    expect([pongs, opens(deaf)]).toEqual([0, ['b 15:01', 'b 15:02']]);
  });

  it('slow_client: 407, then gone', async () => {
    const [trader] = await streaming([{ kind: 'slow_client', at: '10:00:30' }], '10:01');
    await trader.untilClosed();
    expect(trader.received.at(-1)).toEqual(code(407, 'slow client'));
  });

  it.each([
    ['lose', {}, ['b 15:00', 'b 15:02']],
    ['duplicate', {}, ['b 15:00', 'b 15:01', 'b 15:01', 'b 15:02']],
    ['disorder', {}, ['b 15:00', 'b 15:02', 'b 15:01']],
    ['late', { delay_seconds: 30 }, ['b 15:00', 'b 15:01', 'b 15:02']],
    ['correction', {}, ['b 15:00', 'b 15:01', 'u 15:01', 'b 15:02']],
    ['future_bar', {}, ['b 15:00', 'b 16:02', 'b 15:01', 'b 15:02']],
  ])('%s', async (kind, more, expected) => {
    const fault = { kind, at: '10:02', seconds: 30, symbols: ['AAPL'], ...more };
    const [trader, market] = await streaming([fault], '10:03:20');
    await trader.until(() => trader.bars.length >= expected.length);
    expect(opens(trader)).toEqual(expected);
    const range = { from: at(`${DAY} 10:01`), to: at(`${DAY} 10:02`) };
    const truth = await market.simulator.tape.bars(asTicker('AAPL'), '1m', range);
    const right = truth.ok ? truth.value.close[0] : undefined;
    const told = trader.bars.filter(({ t }) => t === '2025-11-03T15:01:00Z');
    if (kind === 'correction') expect(told[0]?.['c']).not.toBe(right);
    expect(told.at(-1)?.['c']).toBe(kind === 'lose' ? undefined : right);
  });

  it('halt: a status at both ends and no bar between, in the history neither', async () => {
    const [trader, market] = await streaming(
      [{ kind: 'halt', at: '10:01', seconds: 120, symbols: ['AAPL'] }],
      '10:04:10',
    );
    await trader.until(() => trader.bars.length >= 2);
    expect(opens(trader)).toEqual(['b 15:00', 'b 15:03']);
    expect(trader.received.filter(({ T }) => T === 's')).toMatchObject([
      { S: 'AAPL', sc: 'H', t: '2025-11-03T15:01:00Z' },
      { S: 'AAPL', sc: 'T', t: '2025-11-03T15:03:00Z' },
    ]);
    const { body } = await market.get('/v2/stocks/AAPL/bars?timeframe=1Min&start=2025-11-03T15:00:00Z');
    expect((body as { bars: unknown[] }).bars).toHaveLength(2);
  });

  it('refusals: of connections, keys and subscriptions, as often as planned', async () => {
    const market = await vendor(`${DAY} 10:00`, [
      { kind: 'refuse_connection', times: 1 },
      { kind: 'refuse_auth', times: 1 },
      { kind: 'internal_error', times: 1 },
    ]);
    const turnedAway = new AlpacaTestClient(`${market.simulator.stream}/v2/iex`);
    open.push(turnedAway);
    await turnedAway.untilClosed();
    const trader = await client(market);
    expect(trader.received.at(-1)).toEqual(code(402, 'auth failed'));
    const { key, secret } = market.simulator;
    expect(await trader.answerTo({ action: 'auth', key, secret })).toMatchObject({ T: 'success' });
    expect(await trader.answerTo({ action: 'subscribe', bars: ['KO'] })).toEqual(code(500, 'internal error'));
    expect(await trader.answerTo({ action: 'subscribe', bars: ['KO'] })).toMatchObject({ bars: ['KO'] });
  });
});

describe('the history', () => {
  const query = '/v2/stocks/bars?symbols=KO,AAPL&timeframe=1Min&start=2025-11-03T14:30:00Z';
  type Page = { bars: Record<string, { t: string }[]>; next_page_token: string | null; message?: string };

  it('pages through symbol after symbol and loses nothing', async () => {
    const market = await vendor(`${DAY} 10:00`);
    const whole = (await market.get(`${query}&limit=10000`)).body as Page;
    expect([Object.keys(whole.bars), whole.bars['AAPL']?.length]).toEqual([['AAPL', 'KO'], 30]);
    const paged: Record<string, { t: string }[]> = {};
    let token: string | null = '';
    let pages = 0;
    while (token !== null) {
      const page = (await market.get(`${query}&limit=7&page_token=${encodeURIComponent(token)}`))
        .body as Page;
      for (const [symbol, bars] of Object.entries(page.bars)) (paged[symbol] ??= []).push(...bars);
      token = page.next_page_token;
      pages++;
    }
    expect(paged).toEqual(whole.bars);
    expect(pages).toBe(9);
    expect(
      Buffer.from(
        ((await market.get(`${query}&limit=7`)).body as Page).next_page_token ?? '',
        'base64',
      ).toString(),
    ).toBe('AAPL|1Min|2025-11-03T14:36:00Z');
  });

  it('tells nothing that is not over, and its newest first when asked', async () => {
    const market = await vendor(`${DAY} 10:00:30`);
    const { bars } = (await market.get(`${query}&sort=desc&limit=1`)).body as Page;
    expect(bars['AAPL']?.[0]?.t).toBe('2025-11-03T14:59:00Z');
  });

  it('merges minutes into longer bars and stamps days with midnight in New York', async () => {
    const market = await vendor('2025-11-05 16:30');
    const of = async (timeframe: string) =>
      (
        (
          await market.get(
            `/v2/stocks/bars?symbols=AAPL&timeframe=${timeframe}&start=2025-10-31&end=2025-11-05`,
          )
        ).body as Page
      ).bars['AAPL']?.map(({ t }) => t);
    expect(await of('1Day')).toEqual([
      '2025-10-31T04:00:00Z',
      '2025-11-03T05:00:00Z',
      '2025-11-04T05:00:00Z',
      '2025-11-05T05:00:00Z',
    ]);
    expect(await of('2Hour').then((times) => times?.[0])).toBe('2025-10-31T12:00:00Z');
    expect(await of('1Week')).toEqual(['2025-11-03T05:00:00Z']);
  });

  it.each([
    ['timeframe=1Fortnight', 'invalid timeframe: 1Fortnight'],
    ['timeframe=1Min&limit=0', 'limit must be between 1 and 10000'],
    ['timeframe=1Min&limit=10001', 'limit must be between 1 and 10000'],
    ['timeframe=1Min&start=yesterday', 'invalid start: yesterday'],
    ['timeframe=1Min&start=2025-11-04&end=2025-11-03', 'end should not be before start'],
    ['timeframe=1Min&feed=moon', 'invalid feed: moon'],
    ['timeframe=1Min&adjustment=most', 'invalid adjustment: most'],
    ['timeframe=1Min&page_token=nonsense', 'invalid page token'],
  ])('refuses %s', async (words, message) => {
    const market = await vendor(`${DAY} 10:00`);
    expect(await market.get(`/v2/stocks/bars?symbols=KO&${words}`)).toMatchObject({
      status: 400,
      body: { message },
    });
  });

  it('answers 403 to a wrong key, 404 to another path', async () => {
    const market = await vendor(`${DAY} 10:00`);
    expect((await market.get(query, {})).status).toBe(403);
    expect((await market.get('/v2/stocks/trades')).status).toBe(404);
  });

  it('counts requests and answers 429 over the limit', async () => {
    const market = await vendor(`${DAY} 10:00`, [], { rateLimit: 1 });
    const first = await market.get(query);
    expect([first.headers.get('x-ratelimit-limit'), first.headers.get('x-ratelimit-remaining')]).toEqual([
      '1',
      '0',
    ]);
    expect(await market.get(query)).toMatchObject({ status: 429, body: { message: 'too many requests.' } });
  });

  it('fails as planned: 429 with Retry-After, 500, a break in the middle', async () => {
    const market = await vendor(`${DAY} 10:00`, [
      { kind: 'rest_429', times: 1, retry_after: 7 },
      { kind: 'rest_500', times: 1 },
    ]);
    const limited = await market.get(query);
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await market.get(query)).status).toBe(500);
    expect((await market.get(query)).status).toBe(200);
    const breaking = await vendor(`${DAY} 10:00`, [{ kind: 'rest_drop', times: 1 }]);
    await expect(breaking.get(query)).rejects.toThrow();
  });
});
