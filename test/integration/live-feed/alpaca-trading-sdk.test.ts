import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { hasClient, runPython } from '../../helpers/alpaca-python.ts';
import { simulatedVendor } from '../../helpers/simulated-vendor.ts';

/** The simulated paper account's judge: Alpaca's own client. */
const SCRIPT = fileURLToPath(new URL('../../fixtures/alpaca-trading-check.py', import.meta.url));

type Update = [
  event: string,
  name: string,
  symbol: string,
  filled: number,
  price: number | null,
  position: number | null,
];
interface Said {
  readonly updates: readonly Update[];
  readonly [what: string]: unknown;
}

describe.runIf(hasClient('alpaca.trading.stream'))("Alpaca's own trading client", () => {
  it('places, replaces, cancels, brackets and hears of it as with Alpaca itself', async () => {
    await using vendor = await simulatedVendor('2025-11-03 10:00');
    const { key, secret, rest, stream } = vendor.simulator;
    const said = await runPython<Said>(SCRIPT, { key, secret, rest, stream, seconds: 8 });
    expect(said).toMatchObject({
      account: ['ACTIVE', '100000'],
      market: ['m1', 'filled'],
      position: [['AAPL', 10, 'long']],
      replaced: ['l2', 20, expect.any(Number), true],
      bracket: [
        ['limit', 'sell', 'new'],
        ['stop', 'sell', 'new'],
      ],
      open: ['s1', 'sl1'],
      fills: [
        ['AAPL', '10', '10', 'buy'],
        ['AAPL', '10', '10', 'buy'],
      ],
      refusals: [
        [422, 'client_order_id must be unique'],
        [403, 'insufficient buying power'],
      ],
      clock: true,
    });
    const heard = (name: string) =>
      said.updates.filter((update) => update[1] === name).map(([event]) => event);
    expect(heard('m1')).toEqual(['new', 'fill']);
    expect(heard('l1')).toEqual(['new', 'replaced']);
    expect(heard('l2')).toEqual(['new', 'canceled']);
    expect(heard('b1')).toEqual(['new', 'fill']);
    expect(said.updates.find(([event, name]) => event === 'fill' && name === 'b1')).toMatchObject({
      3: 10,
      5: 20,
    });
  });
});
