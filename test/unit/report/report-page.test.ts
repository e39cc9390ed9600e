import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { asEpochMs, isoUtc } from '../../../core/base/epoch-ms.ts';
import type { EquityPoint } from '../../../core/execution/equity-curve.ts';
import { parseSessionConfig } from '../../../core/model/parse-session-config.ts';
import { buildReport } from '../../../core/report/build-report.ts';
import { moneyText, percentText, priceText } from '../../../core/base/figure-text.ts';
import { PAGE_SCRIPT, PAGE_SCRIPT_HASH } from '../../../core/report/page/page-script.ts';
import { reportPage } from '../../../core/report/page/report-page.ts';
import { timeScale, valueScale, WHOLE_STEPS } from '../../../core/report/page/scale.ts';
import type { ReportInput } from '../../../core/report/report-input.ts';
import '../../helpers/property-seed.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const FIRST = Date.parse('2025-01-06T14:30:00Z');

const clock = {
  parse: (iso: string) => Date.parse(iso),
  print: (instant: number) => isoUtc(asEpochMs(instant)).slice(0, 16).replace('T', ' '),
  zone: 'UTC',
};

const point = (at: number, equity: number): EquityPoint => ({
  clock: asEpochMs(at),
  cash: equity,
  marketValue: 0,
  grossExposure: 0,
  equity: equity,
});

/** A run of `equities.length` days that ends each at the equity named. */
function inputOf(equities: readonly number[], over: Partial<ReportInput> = {}): ReportInput {
  const config = parseSessionConfig(
    JSON.stringify({
      session_name: 'A run',
      mode: 'backtest',
      backtest_config: { start_date: '2025-01-06', end_date: '2025-12-31' },
      session_data_config: { symbols: ['AAPL'], streams: ['1m'] },
    }),
  );
  if (!config.ok) throw new Error(config.failure.message);
  const opens = equities.map((_, index) => FIRST + index * DAY);
  const equity = equities.at(-1) ?? 100_000;
  return {
    config: config.value,
    synthetic: true,
    days: opens.map((open) => isoUtc(asEpochMs(open)).slice(0, 10)),
    sessions: opens.map((open) => ({ open, close: open + 6 * HOUR })),
    account: {
      kind: 'margin',
      currency: 'USD',
      startingCash: 100_000,
      cash: equity,
      marketValue: 0,
      grossExposure: 0,
      equity,
      realised: equity - 100_000,
      unrealised: 0,
      fees: 0,
      borrowFees: 0,
      dividends: 0,
      buyingPower: 0,
      dayStartEquity: 0,
      halted: null,
    },
    traded: 0n,
    trades: [],
    fills: [],
    points: equities.flatMap((each, index) => [
      point(opens[index] as number, equities[index - 1] ?? 100_000),
      point((opens[index] as number) + 6 * HOUR, each),
    ]),
    closes: equities.map((each, index) => point((opens[index] as number) + 6 * HOUR, each)),
    benchmark: { symbol: 'AAPL', points: [], closes: [] },
    prices: [],
    events: [],
    hourOf: () => '10',
    timeOf: (iso) => iso,
    ...over,
  };
}

const pageOf = (input: ReportInput): string => reportPage(buildReport(input), clock);

describe('the report page', () => {
  it('runs its own script and no other', () => {
    const hash = createHash('sha256').update(PAGE_SCRIPT).digest('base64');
    expect(PAGE_SCRIPT_HASH).toBe(`sha256-${hash}`);
    const page = pageOf(inputOf([101_000]));
    expect(page).toContain(`script-src '${PAGE_SCRIPT_HASH}'`);
    expect(page).toContain(`<script>${PAGE_SCRIPT}</script>`);
  });

  it.each([
    [[]],
    [[101_000]],
    [[100_000, 100_000]],
    [[101_000, 90_000, -50_000]],
    [Array.from({ length: 300 }, (_, i) => 100_000 + 900 * Math.sin(i))],
  ])('of any length of run shows no broken number', (equities) => {
    const page = pageOf(inputOf(equities)).replace(PAGE_SCRIPT, '');
    expect(/.{0,40}(NaN|Infinity|(?<!is |are )undefined|\[object).{0,40}/.exec(page)?.[0]).toBeUndefined();
  });

  it('escapes every text of others', () => {
    const evil = `</script><img src=x onerror="alert(1)">'`;
    const input = inputOf([101_000], {
      events: [
        {
          seq: 1,
          clock: '2025-01-06T15:00:00.000Z',
          type: 'strategy_stopped',
          strategy: evil,
          reason: evil,
          stack: [],
        },
        {
          seq: 2,
          clock: '2025-01-06T15:00:00.000Z',
          type: 'order',
          symbol: evil,
          order: 1,
          status: 'refused',
          side: 'buy',
          order_type: 'market',
          quantity: 1,
          filled: 0,
          average_price: null,
          limit_price: null,
          stop_price: null,
          time_in_force: 'day',
          role: 'plain',
          parent: null,
          oco_with: null,
          owner: 'strategy',
          strategy: evil,
          tag: null,
          rule: evil,
          reason: evil,
        },
      ],
    });
    const page = pageOf({ ...input, config: { ...input.config, session_name: evil } });
    expect(page).not.toContain('<img');
    expect(page.match(/<\/script>/g)).toHaveLength(1);
  });

  it('says when the account was wiped out', () => {
    const report = buildReport(inputOf([101_000, -5_000, 20_000]));
    expect(report.performance).toMatchObject({
      wiped_out_at: '2025-01-07T20:30:00.000Z',
      sharpe: null,
      sortino: null,
      volatility: null,
      cagr: null,
      calmar: null,
      turnover: null,
      exposure: null,
      highest_exposure: null,
      best_day: null,
      worst_day: null,
      average_day: null,
    });
    expect(report.cautions[0]?.text).toContain('wiped out');
  });

  it('cautions about few returns and few trades, and not about many', () => {
    const kinds = (days: number): readonly string[] =>
      buildReport(inputOf(Array.from({ length: days }, (_, index) => 100_000 + index))).cautions.map(
        ({ kind }) => kind,
      );
    expect(kinds(19)).toEqual(['few_returns', 'few_trades']);
    expect(kinds(20)).toEqual(['few_trades']);
  });
});

describe('an axis', () => {
  it('holds all values between tidy ticks', () => {
    const value = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), (values) => {
        const { low, high, step, ticks } = valueScale(values);
        expect(low).toBeLessThanOrEqual(Math.min(...values) + step * 1e-6);
        expect(high).toBeGreaterThanOrEqual(Math.max(...values) - step * 1e-6);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(9);
        const digits = step / 10 ** Math.floor(Math.log10(step) + 1e-9);
        expect([1, 2, 2.5, 5, 10].some((tidy) => Math.abs(digits - tidy) < 1e-6)).toBe(true);
      }),
    );
  });

  it('of counts has whole steps', () => {
    expect(valueScale([1], 0, WHOLE_STEPS).ticks).toEqual([0, 1]);
    expect(valueScale([15], 0, WHOLE_STEPS).step).toBe(5);
  });

  it('of time gives each session the same room, and nights none', () => {
    const sessions = [0, 1, 2].map((day) => ({
      open: FIRST + day * DAY,
      close: FIRST + day * DAY + 6 * HOUR,
    }));
    const scale = timeScale(sessions, clock);
    expect(scale.position(FIRST)).toBe(0);
    expect(scale.position(FIRST + 3 * HOUR)).toBe(0.5);
    expect(scale.position(FIRST + 12 * HOUR)).toBe(1);
    expect(scale.position(FIRST + DAY + 3 * HOUR)).toBe(1.5);
    expect(scale.ticks(8).map(({ text }) => text)).toEqual(['6 Jan', '7 Jan', '8 Jan']);
  });
});

it('money has two digits, small prices four, and huge percentages say so', () => {
  expect([moneyText(-1234.5), moneyText(0.004), moneyText(-0.004), moneyText(1e9)]).toEqual([
    '-1,234.50',
    '0.00',
    '0.00',
    '1,000,000,000.00',
  ]);
  expect([priceText(104.5), priceText(0.12345)]).toEqual(['104.50', '0.1235']);
  expect(percentText(1e30)).toBe('> 100,000 %');
});
