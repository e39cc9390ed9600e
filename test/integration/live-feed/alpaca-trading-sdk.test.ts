import { execFileSync, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { simulatedVendor } from '../../helpers/simulated-vendor.ts';

/**
 * The simulated paper account's judge: Alpaca's own client, alpaca-py, in the Python that `ALPACA_PYTHON` names, else
 * `python3`; see alpaca-sdk.test.ts.
 */
const PYTHON = process.env['ALPACA_PYTHON'] ?? 'python3';
const SCRIPT = fileURLToPath(new URL('../../fixtures/alpaca-trading-check.py', import.meta.url));

function hasClient(): boolean {
  try {
    execFileSync(PYTHON, ['-c', 'import alpaca.trading.stream'], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn(`skipped: ${PYTHON} has no alpaca-py; see the head of alpaca-sdk.test.ts`);
    return false;
  }
}

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

describe.runIf(hasClient())("Alpaca's own trading client", () => {
  it('places, replaces, cancels, brackets and hears of it as with Alpaca itself', async () => {
    await using vendor = await simulatedVendor('2025-11-03 10:00');
    const { key, secret, rest, stream } = vendor.simulator;
    const said = await runPython({ key, secret, rest, stream, seconds: 8 });
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

function runPython(where: object): Promise<Said> {
  return new Promise((resolve, reject) => {
    const child = spawn(PYTHON, [SCRIPT]);
    let [out, err] = ['', ''];
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (err += data.toString()));
    child.on('error', reject);
    child.on('close', () => {
      try {
        resolve(JSON.parse(out) as Said);
      } catch {
        reject(new Error(`${out}\n${err}`));
      }
    });
    child.stdin.end(JSON.stringify(where));
  });
}
