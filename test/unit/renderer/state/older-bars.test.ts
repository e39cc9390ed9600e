import { expect, test } from 'vitest';
import { fail, ok, type Result } from '../../../../core/base/result.ts';
import type { ChartHistory } from '../../../../electron/contract/reading-requests.ts';
import type { EngineClient } from '../../../../renderer/bridge/engine-client.ts';
import { ChartCache } from '../../../../renderer/chart/chart-cache.ts';
import { createNoticeStore } from '../../../../renderer/state/notice-store.ts';
import { OlderBarsLoader } from '../../../../renderer/state/older-bars.ts';
import { chartUpdate } from '../../../helpers/batches.ts';

const CHART = { chartId: 'p1:RIVN:1m', symbol: 'RIVN', interval: '1m' as const, studies: [] };

const batchOf = (openMs: readonly number[], more: boolean): ChartHistory => {
  const column = Float64Array.from(openMs);
  const bars = { open_ms: column, open: column, high: column, low: column, close: column, volume: column };
  return { bars, studies: [{ key: 'sma(2)@1m', name: 'sma', outputs: ['value'], values: [column] }], more };
};

function scene() {
  const charts = new ChartCache();
  const chart = charts.open(CHART.chartId);
  const sma = { key: 'sma(2)@1m', name: 'sma', outputs: ['value'], values: [Float64Array.of(50, 60)] };
  charts.apply([chartUpdate([5, 6], { reset: true, studies: [sma] })]);
  const asked: { readonly params: unknown; readonly answer: (with_: Result<ChartHistory>) => void }[] = [];
  const client = {
    request: (_name: string, params: unknown) =>
      new Promise((resolve) => asked.push({ params, answer: resolve })),
  } as unknown as EngineClient;
  const notices = createNoticeStore();
  const older = new OlderBarsLoader({ client, charts, notices });
  const opens = (): readonly number[] => [...chart.bars.openMs.subarray(0, chart.bars.length)];
  return { charts, chart, asked, older, opens, notices };
}

test('a batch comes before the first bar, with its indicators, and the next one before that', async () => {
  const { asked, older, chart, opens } = scene();
  const first = older.fetch(CHART);
  await older.fetch(CHART);
  expect(asked.map(({ params }) => params)).toEqual([
    { symbol: 'RIVN', interval: '1m', before_ms: 5, studies: [] },
  ]);
  asked[0]?.answer(ok(batchOf([3, 4], true)));
  await first;
  expect(opens()).toEqual([3, 4, 5, 6]);
  expect([0, 1, 2, 3].map((index) => chart.studies[0]?.at(0, index))).toEqual([3, 4, 50, 60]);
  const second = older.fetch(CHART);
  asked[1]?.answer(ok(batchOf([1, 2], false)));
  await second;
  expect(opens()).toEqual([1, 2, 3, 4, 5, 6]);
  await older.fetch(CHART);
  expect(asked).toHaveLength(2);
});

test('live bars that come in between stay; a restarted chart takes no batch of the one before', async () => {
  const { charts, asked, older, opens } = scene();
  const first = older.fetch(CHART);
  charts.apply([chartUpdate([7])]);
  asked[0]?.answer(ok(batchOf([4], true)));
  await first;
  expect(opens()).toEqual([4, 5, 6, 7]);
  const second = older.fetch(CHART);
  charts.apply([chartUpdate([20, 21], { reset: true })]);
  asked[1]?.answer(ok(batchOf([2, 3], true)));
  await second;
  expect(opens()).toEqual([20, 21]);
});

test('a store that cannot be read is said once', async () => {
  const { asked, older, notices } = scene();
  const first = older.fetch(CHART);
  asked[0]?.answer(fail('damaged_file', '2025-06.parquet is damaged.'));
  await first;
  await older.fetch(CHART);
  expect(asked).toHaveLength(1);
  expect(notices.getState().map(({ text }) => text)).toEqual(['2025-06.parquet is damaged.']);
});
