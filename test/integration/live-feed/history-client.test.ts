import { afterEach, describe, expect, it } from 'vitest';
import { ok } from '../../../core/base/result.ts';
import { AlpacaHistory } from '../../../core/live-feed/alpaca/history-client.ts';
import { createNodeHttp } from '../../../electron/host/store/node-http.ts';
import { simulatedVendor, type SimulatedVendor } from '../../helpers/simulated-vendor.ts';

/** Retries of the history over real sockets; only the waiting is done by a clock that notes it. */

let market: SimulatedVendor;
const http = createNodeHttp();
afterEach(() => market[Symbol.asyncDispose]());

async function history(
  faults: readonly object[],
  options: Parameters<typeof simulatedVendor>[2] = {},
): Promise<{ client: AlpacaHistory; waits: number[]; fetch: () => Promise<string> }> {
  market = await simulatedVendor('2025-11-03 16:30', faults, options);
  const waits: number[] = [];
  let now = Date.now();
  const { key, secret, rest } = market.simulator;
  const client = new AlpacaHistory({
    http,
    keys: { key, secret },
    rest,
    clock: {
      now: () => now,
      random: () => 0.5,
      wait(ms) {
        waits.push(ms);
        now += ms;
        return Promise.resolve();
      },
    },
  });
  const range = { from: Date.UTC(2025, 10, 3, 14, 30), to: Date.UTC(2025, 10, 3, 21) };
  return {
    client,
    waits,
    async fetch() {
      let bars = 0;
      const done = await client.pages(
        { symbols: ['KO'], timeframe: '1Min', ...range, feed: 'sip', adjustment: 'raw' },
        (page) => {
          bars += page.bars?.['KO']?.length ?? 0;
          return ok(undefined);
        },
      );
      return done.ok ? `${bars} bars` : `${done.failure.code}: ${done.failure.message}`;
    },
  };
}

describe('the history', () => {
  it('waits longer each time, as long as the vendor asks where it does', async () => {
    const { waits, fetch } = await history([
      { kind: 'rest_500', times: 2 },
      { kind: 'rest_429', times: 1, retry_after: 17 },
      { kind: 'rest_drop', times: 1 },
    ]);
    expect(await fetch()).toBe('390 bars');
    // The broken answer comes first, then the limit, then the failures.
    expect(waits).toEqual([750, 17_000, 3_000, 6_000]);
  });

  it('gives up after eight attempts, and says why', async () => {
    const { client, waits, fetch } = await history([{ kind: 'rest_500' }]);
    expect(await fetch()).toBe('unreachable: Alpaca failed (HTTP 500): internal server error occurred');
    expect([client.requests, waits.length]).toEqual([8, 7]);
  });

  it('waits for the limit to reset once the vendor says that nothing is left', async () => {
    const { waits, fetch } = await history([], { rateLimit: 1 });
    expect(await fetch()).toBe('390 bars');
    const second = await fetch();
    // Its own clock waited for the next minute; the vendor's real one has not come that far.
    expect(waits[0]).toBeGreaterThan(0);
    expect(waits[0]).toBeLessThanOrEqual(61_000);
    expect(second).toContain('rate limit');
  });

  it('does not ask again what was refused', async () => {
    const { client, fetch } = await history([], { key: 'another' });
    market.simulator.history.requests = 0;
    expect(await fetch()).toBe('390 bars');
    const wrong = new AlpacaHistory({
      http,
      keys: { key: 'no', secret: 'no' },
      rest: market.simulator.rest,
      clock: { now: () => 0, random: () => 0, wait: () => Promise.reject(new Error('no wait')) },
    });
    const refused = await wrong.pages(
      { symbols: ['KO'], timeframe: '1Min', from: 0, to: 60_000, feed: 'sip', adjustment: 'raw' },
      () => ok(undefined),
    );
    expect([refused.ok, client.requests, wrong.requests]).toEqual([false, 1, 1]);
  });

  it('reports a server that does not exist', async () => {
    const { fetch } = await history([]);
    await market.simulator.close();
    expect(await fetch()).toMatch(/^unreachable: 127\.0\.0\.1:\d+ cannot be reached: /);
  });
});
