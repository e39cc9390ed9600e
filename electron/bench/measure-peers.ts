import { fromMoney } from '../../core/execution/money.ts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Ticker } from '../../core/base/epoch-ms.ts';
import type { ReadonlyBarColumns } from '../../core/model/bar-columns.ts';
import type { SessionRun } from '../../core/session-coordinator/session/session-run.ts';
import { crossDays, playCross } from './measure-cross.ts';
import backtraderDay from './peers/backtrader-day.py?raw';
import nautilusDay from './peers/nautilus-day.py?raw';
import { asDoubles, runPeer, type Peer, type PeerAnswer } from './peers/run-peer.ts';
import vectorbtCross from './peers/vectorbt-cross.py?raw';
import { FAST, SHARES, SLOW } from './plain-cross.ts';
import { benchSessions, BENCH_INDICATORS, playBench } from './play-bench.ts';
import { walkBars, walkStore } from './walk-store.ts';

/** Enough for a market; with more of them one of the peers takes minutes. */
const SYMBOLS = 50;
/** About a million minutes: ten years. */
const CROSS_DAYS = 2_570;
const ROUNDS = 3;

const DAY_PEERS: readonly Peer[] = [
  { name: 'nautilus_trader', version: '1.221.0', source: nautilusDay },
  { name: 'backtrader', version: '1.9.78.123', source: backtraderDay },
];
const CROSS_PEER: Peer = { name: 'vectorbt', version: '0.28.4', source: vectorbtCross };

export interface PeerComparison {
  readonly peer: string;
  readonly work: string;
  /** Why there are no figures: the peer is not installed, or its results differ. */
  readonly missing?: string;
  readonly bars?: number;
  /** By processor time, without loading. */
  readonly peer_bars_per_second?: number;
  readonly bars_per_second?: number;
  /** Tapedeck / peer. */
  readonly ratio?: number;
}

/**
 * The same bars and the same work in Tapedeck and in the peers that a Python has; results are compared before speeds.
 */
export async function measurePeers(python: string, signal: AbortSignal): Promise<readonly PeerComparison[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tapedeck-peers-'));
  try {
    const days = await compareDays(python, folder, signal);
    return [...days, await compareCross(python, folder, signal)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compareDays(
  python: string,
  folder: string,
  signal: AbortSignal,
): Promise<readonly PeerComparison[]> {
  const sessions = benchSessions(0);
  const bars = walkBars(SYMBOLS, sessions, 100);
  const total = barsIn(bars.values());
  const file = path.join(folder, 'day.f64');
  await writeFile(file, asDoubles(bars.values()));
  let ms = Number.POSITIVE_INFINITY;
  let ours: readonly (readonly number[])[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const played = await playBench(walkStore(bars, sessions), [...bars.keys()], signal);
    ms = Math.min(ms, played.ms);
    ours = resultsOf(played.run, [...bars.keys()]);
  }
  const work = `${SYMBOLS} symbols, a day of minutes, 5m and 15m bars, sma(20), rsi(14), vwap`;
  const compared: PeerComparison[] = [];
  for (const peer of DAY_PEERS) {
    const answer = await runPeer(python, peer, [file, SYMBOLS, total / SYMBOLS], signal);
    const subject = { peer: `${peer.name} ${peer.version}`, work };
    compared.push(
      answer.ok
        ? comparison(subject, total, ms, answer.value, ours, 1e-6)
        : { ...subject, missing: answer.failure.message },
    );
  }
  return compared;
}

async function compareCross(python: string, folder: string, signal: AbortSignal): Promise<PeerComparison> {
  const { bars, sessions, symbol } = crossDays(CROSS_DAYS);
  const total = barsIn(bars.values());
  const file = path.join(folder, 'cross.f64');
  await writeFile(file, asDoubles(bars.values()));
  const subject = {
    peer: `${CROSS_PEER.name} ${CROSS_PEER.version}`,
    work: 'one symbol, ten years of minutes, orders at the crosses of two means',
  };
  const answer = await runPeer(python, CROSS_PEER, [file, total, FAST, SLOW, SHARES], signal);
  if (!answer.ok) return { ...subject, missing: answer.failure.message };
  let ms = Number.POSITIVE_INFINITY;
  let ours: readonly (readonly number[])[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const played = await playCross(bars, sessions, symbol, signal);
    const { account, fills } = played.run.broker;
    ms = Math.min(ms, played.ms);
    ours = [[fills.length, fromMoney(account.cash - account.startingCash)]];
  }
  return comparison(subject, total, ms, answer.value, ours, 1e-3);
}

const barsIn = (bars: Iterable<ReadonlyBarColumns>): number =>
  [...bars].reduce((sum, { length }) => sum + length, 0);

/** A peer program's output for each symbol. */
const resultsOf = ({ day }: SessionRun, symbols: readonly Ticker[]): readonly (readonly number[])[] =>
  symbols.map((symbol) => [
    ...[BENCH_INDICATORS.sma, BENCH_INDICATORS.rsi, BENCH_INDICATORS.vwap].map(
      (key) => day?.data.indicator(symbol, key) ?? Number.NaN,
    ),
    day?.data.barCount(symbol, '5m') ?? 0,
    day?.data.barCount(symbol, '15m') ?? 0,
  ]);

/** Speeds of different results are not compared. `tolerance` is relative. */
export function comparison(
  subject: Pick<PeerComparison, 'peer' | 'work'>,
  bars: number,
  ms: number,
  { seconds, results }: PeerAnswer,
  ours: readonly (readonly number[])[],
  tolerance: number,
): PeerComparison {
  const differing = ours.findIndex((row, at) =>
    row.some((value, index) => {
      const other = results[at]?.[index] ?? Number.NaN;
      return !(Math.abs(value - other) <= tolerance * Math.max(1, Math.abs(value)));
    }),
  );
  if (differing >= 0) {
    const [mine, theirs] = [ours[differing], results[differing]].map((row) => JSON.stringify(row));
    return { ...subject, missing: `its results differ: ${theirs} against ${mine}` };
  }
  const [here, there] = [(bars * 1_000) / ms, bars / seconds].map(Math.round) as [number, number];
  return {
    ...subject,
    bars,
    peer_bars_per_second: there,
    bars_per_second: here,
    ratio: Number((here / there).toFixed(here < there ? 2 : 1)),
  };
}
