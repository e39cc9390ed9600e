import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import { parseFaults } from '../../../electron/simulator/fault-plan.ts';
import { FeedSimulator } from '../../../electron/simulator/feed-simulator.ts';
import { runningTime } from '../../../electron/simulator/market-time.ts';
import { walkTape } from '../../../electron/simulator/market-tape.ts';
import { hasClient, runPython } from '../../helpers/alpaca-python.ts';
import { at, calendar } from '../../helpers/bar-builder.ts';

/** The simulator's judge: Alpaca's own client. */
const SCRIPT = fileURLToPath(new URL('../../fixtures/alpaca-sdk-check.py', import.meta.url));
const DAY = '2025-11-03';

type Row = [symbol: string, openMs: number, o: number, h: number, l: number, c: number, v: number];

describe.runIf(hasClient('alpaca.data.live'))("Alpaca's own client", () => {
  it('authenticates, subscribes, streams and pages as with Alpaca itself', async () => {
    const faults = parseFaults(
      JSON.stringify({
        faults: [
          { kind: 'correction', at: '10:01', seconds: 7200, symbols: ['AAPL'] },
          { kind: 'halt', at: '12:00', seconds: 120, symbols: ['KO'] },
        ],
      }),
      calendar,
      DAY as never,
    );
    if (!faults.ok) throw new Error(faults.failure.message);
    const opened = await FeedSimulator.open({
      tape: walkTape('test', calendar),
      calendar,
      time: runningTime(at(`${DAY} 10:00`), 900),
      port: 0,
      faults: faults.value,
    });
    if (!opened.ok) throw new Error(opened.failure.message);
    const simulator = opened.value;
    try {
      const said = await runPython<Said>(SCRIPT, {
        stream: simulator.stream,
        rest: simulator.rest,
        key: simulator.key,
        secret: simulator.secret,
        start: `${DAY}T14:30:00`,
        end: `${DAY}T14:49:00`,
        limit: 12_000,
        wanted: { bars: 40, updated: 5, statuses: 2 },
        seconds: 25,
      });
      expect(said.history).toEqual(await truth(simulator, '09:30', '09:50'));
      expect(said.statuses).toEqual([
        ['KO', 'H'],
        ['KO', 'T'],
      ]);
      const right = new Map(
        (await truth(simulator, '10:00', '15:59')).map((row) => [`${row[0]} ${row[1]}`, row]),
      );
      const streamed = said.bars.filter(([symbol]) => symbol === 'KO');
      expect(streamed.length).toBeGreaterThan(15);
      for (const row of [...streamed, ...said.updated]) expect(row).toEqual(right.get(`${row[0]} ${row[1]}`));
    } finally {
      await simulator.close();
    }
  });
});

async function truth({ tape }: FeedSimulator, from: string, to: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const symbol of ['AAPL', 'KO']) {
    const range = { from: at(`${DAY} ${from}`), to: at(`${DAY} ${to}`) };
    const read = await tape.bars(asTicker(symbol), '1m', range);
    if (!read.ok) throw new Error(read.failure.message);
    const { value } = read;
    for (let row = 0; row < value.length; row++) {
      rows.push([
        symbol,
        ...([value.openMs, value.open, value.high, value.low, value.close, value.volume].map(
          (column) => column[row] as number,
        ) as [number, number, number, number, number, number]),
      ]);
    }
  }
  return rows;
}

interface Said {
  readonly history: Row[];
  readonly bars: Row[];
  readonly updated: Row[];
  readonly statuses: [string, string][];
}
