import { expect, test } from 'vitest';
import { asDoubles, runPeer } from '../../../../electron/bench/peers/run-peer.ts';
import { comparison } from '../../../../electron/bench/measure-peers.ts';
import { BarColumns } from '../../../../core/model/bar-columns.ts';

const SUBJECT = { peer: 'peer 1.0', work: 'the same work' };
const peer = (...results: readonly number[][]) => ({ load_seconds: 0, seconds: 2, results });

test('speeds are compared where the results are the same', () => {
  expect(comparison(SUBJECT, 1_000, 100, peer([1, 2]), [[1, 2.000_000_1]], 1e-6)).toEqual({
    ...SUBJECT,
    bars: 1_000,
    peer_bars_per_second: 500,
    bars_per_second: 10_000,
    ratio: 20,
  });
});

test.each([
  ['another value', peer([1, 2.1]), '[1,2.1] against [1,2]'],
  ['no value', peer([1]), '[1] against [1,2]'],
  ['not a number', peer([1, Number.NaN]), '[1,null] against [1,2]'],
  ['nothing at all', peer(), 'against [1,2]'],
])('no speed is reported for results with %s', (_what, answer, told) => {
  const { missing, ratio } = comparison(SUBJECT, 1_000, 100, answer, [[1, 2]], 1e-6);
  expect(missing).toContain(told);
  expect(ratio).toBeUndefined();
});

test('a peer that is not installed is named with where it was looked for', async () => {
  const absent = { name: 'nautilus_trader', version: '1.221.0', source: '' };
  const answer = await runPeer('no-such-python', absent, [], new AbortController().signal);
  expect(answer).toMatchObject({ ok: false });
  expect(JSON.stringify(answer)).toContain('nautilus_trader 1.221.0: not installed in no-such-python.');
});

test('columns follow one another, each of its exact length', () => {
  const bars = new BarColumns(8);
  bars.append(60_000, 1, 2, 0.5, 1.5, 100);
  bars.append(120_000, 3, 4, 2.5, 3.5, 200);
  const bytes = asDoubles([bars]);
  const doubles = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  expect([...doubles]).toEqual([60_000, 120_000, 1, 3, 2, 4, 0.5, 2.5, 1.5, 3.5, 100, 200]);
});
