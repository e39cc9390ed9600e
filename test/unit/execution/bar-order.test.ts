import { describe, expect, it } from 'vitest';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import { BrokerBench, fillText, orderOf } from '../../helpers/broker-harness.ts';

/**
 * The fills of one bar, their order and their prices, worked out by hand. A step is an order of the user (`buy 10
 * market`), of a strategy (`A: buy 10 market`), a command (`flatten`, `A: flatten`, `cancel 3`), or the bars of a minute
 * (`AAPL 100 102 98 101 500`; several symbols with `|`). Fills carry the minute that makes them.
 */
interface Case {
  readonly why: string;
  readonly steps: readonly string[];
  readonly fills: readonly string[];
  readonly ends?: Readonly<Record<number, string>>;
  readonly position?: number;
  readonly trading?: Readonly<Record<string, unknown>>;
}

const FLAT = 'AAPL 100 100 100 100 1e9';

function play({ steps, trading }: Case): { readonly bench: BrokerBench; readonly fills: readonly string[] } {
  const bench = new BrokerBench(trading);
  const fills: string[] = [];
  let minute = 0;
  for (const step of steps) {
    const [, name, rest] = /^(?:([A-Z]): )?(.*)$/.exec(step) as unknown as [
      string,
      string | undefined,
      string,
    ];
    const orders = name === undefined ? bench.user : bench.broker.ordersOf({ kind: 'strategy', name });
    if (/^[A-Z]{4} /.test(rest)) {
      const bars = rest.split('|').map((text) => [text.trim().slice(0, 4), text.trim().slice(5)] as const);
      const from = bench.fills.length;
      minute++;
      bench.minute(Object.fromEntries(bars));
      fills.push(...bench.fills.slice(from).map((fill) => `${minute}: ${fillText(fill)}`));
    } else if (rest === 'last minute') bench.sessionClose = bench.clock + 60_000;
    else if (rest === 'next day') bench.nextDay();
    else if (rest === 'flatten') orders.flatten(asTicker('AAPL'));
    else if (rest.startsWith('cancel ')) orders.cancel(Number(rest.slice(7)));
    else {
      const [symbol = '', words = rest] = /^@(\w+) (.*)$/.exec(rest)?.slice(1) ?? ['AAPL', rest];
      const answer = orders.submit(orderOf(words, symbol));
      if (!answer.ok) throw new Error(`${step}: ${answer.failure.message}`);
    }
  }
  return { bench, fills };
}

function check(each: Case): void {
  const { bench, fills } = play(each);
  expect(fills).toEqual(each.fills);
  for (const [id, text] of Object.entries(each.ends ?? {})) {
    const order = bench.user.order(Number(id));
    expect(`${order?.status} ${order?.refusal?.rule ?? ''}`.trim(), `order ${id}`).toBe(text);
  }
  if (each.position !== undefined)
    expect(bench.user.position(asTicker('AAPL'))?.quantity ?? 0).toBe(each.position);
}

const share = (max_volume_share: number, over: object = {}) => ({ costs: { max_volume_share, ...over } });

const OPEN: readonly Case[] = [
  {
    why: 'a market exit comes before a target that the bar reaches later',
    steps: ['buy 10 market tp 105 sl 90', FLAT, 'sell 10 market', 'AAPL 100 106 99 101'],
    fills: ['1: #1 buy 10 @ 100 open', '2: #4 sell 10 @ 100 open'],
    ends: { 2: 'cancelled bracket', 3: 'cancelled bracket' },
  },
  {
    why: 'orders at the open go by their number, whatever their kind',
    steps: ['buy 5 stop 99', 'buy 5 limit 101', 'buy 5 market', 'AAPL 100 100 100 100 10'],
    fills: ['1: #1 buy 5 @ 100 gap', '1: #2 buy 5 @ 100 gap'],
    trading: share(1),
  },
  {
    why: 'what the open leaves is filled inside by distance from it, not by number',
    steps: ['buy 5 limit 95', 'buy 5 limit 98', 'AAPL 100 100 94 96 5'],
    fills: ['1: #2 buy 5 @ 98 limit'],
    trading: share(1),
  },
  {
    why: 'equal distance goes by number',
    steps: ['buy 5 limit 98', 'buy 5 limit 98', 'AAPL 100 100 94 96 5'],
    fills: ['1: #1 buy 5 @ 98 limit'],
    trading: share(1),
  },
  {
    why: 'a stop-limit whose stop the open passes is a limit order for the whole bar',
    steps: ['buy 10 stop_limit 102 101', 'AAPL 103 104 100 103'],
    fills: ['1: #1 buy 10 @ 101 limit'],
  },
  {
    why: 'an order fills at most once a bar: a part at the open leaves the rest for the next bar',
    steps: ['buy 10 limit 100', 'AAPL 99 100 98 99 6', 'AAPL 99 100 98 99 100'],
    fills: ['1: #1 buy 6 @ 99 gap', '2: #1 buy 4 @ 99 gap'],
    trading: share(1),
  },
];

const SYMBOLS: readonly Case[] = [
  {
    why: 'opens of all symbols come before the inside of any: the proceeds of a sale pay for a purchase',
    steps: [
      'buy 100 market',
      FLAT,
      '@MSFT buy 10 limit 98',
      'sell 100 market',
      'AAPL 100 100 100 100 1e9|MSFT 100 100 97 98 1e9',
    ],
    fills: ['1: #1 buy 100 @ 100 open', '2: #3 sell 100 @ 100 open', '2: #2 buy 10 @ 98 limit'],
    trading: { account: 'cash', starting_cash: 11_000 },
  },
  {
    why: 'inside, the symbol of the oldest order that is left comes first and takes the cash',
    steps: ['@MSFT buy 60 limit 98', 'buy 40 limit 99', 'AAPL 100 100 90 98 1e9|MSFT 100 100 97 98 1e9'],
    fills: ['1: #1 buy 60 @ 98 limit', '1: #2 buy 40 @ 99 limit'],
    trading: { account: 'cash', starting_cash: 10_000 },
  },
];

const DOUBT: readonly Case[] = [
  {
    why: 'candidates on both sides: the way that leaves less equity at the close',
    steps: ['buy 10 market', FLAT, 'sell 10 limit 105', 'sell 10 stop 95 oco 2', 'AAPL 100 106 94 100'],
    fills: ['1: #1 buy 10 @ 100 open', '2: #3 sell 10 @ 95 stop'],
    ends: { 2: 'cancelled bracket' },
  },
  {
    why: 'entries on both sides: bought high first and then sold low is worse than the other way only at the close',
    steps: ['buy 10 stop 105', 'sell 10 stop 95', 'AAPL 100 106 94 100'],
    fills: ['1: #1 buy 10 @ 105 stop', '1: #2 sell 10 @ 95 stop'],
  },
  {
    why: 'with shares for one of the two, the one that is worth less at the close',
    steps: ['buy 10 stop 105', 'sell 10 stop 95', 'AAPL 100 106 94 104 10'],
    fills: ['1: #2 sell 10 @ 95 stop'],
    trading: share(1),
  },
  {
    why: 'two brackets filled in earlier bars: both losses',
    steps: ['buy 10 market tp 105 sl 95', 'buy 10 market tp 106 sl 96', FLAT, 'AAPL 100 107 94 106'],
    fills: [
      '1: #1 buy 10 @ 100 open',
      '1: #4 buy 10 @ 100 open',
      '2: #6 sell 10 @ 96 stop',
      '2: #3 sell 10 @ 95 stop',
    ],
    position: 0,
  },
];

const BRACKETS: readonly Case[] = [
  {
    why: 'an entry at its stop passes the profit later, where the loss is not touched',
    steps: ['buy 10 stop 102 tp 108 sl 95', 'AAPL 100 109 99 108'],
    fills: ['1: #1 buy 10 @ 102 stop', '1: #2 sell 10 @ 108 limit'],
  },
  {
    why: 'where the loss is touched, the loss',
    steps: ['buy 10 stop 102 tp 108 sl 95', 'AAPL 100 109 95 108'],
    fills: ['1: #1 buy 10 @ 102 stop', '1: #3 sell 10 @ 95 stop'],
  },
  {
    why: 'a limit entry takes no profit in its bar, because the high may have been before it',
    steps: ['buy 10 limit 98 tp 105 sl 90', 'AAPL 100 106 97 104', 'AAPL 104 106 103 105'],
    fills: ['1: #1 buy 10 @ 98 limit', '2: #2 sell 10 @ 105 limit'],
  },
  {
    why: 'a short enters at its stop and takes the profit below it',
    steps: ['sell 10 stop 98 tp 92 sl 105', 'AAPL 100 101 91 93'],
    fills: ['1: #1 sell 10 @ 98 stop', '1: #2 buy 10 @ 92 limit'],
  },
  {
    why: 'a stop-limit entry at its stop counts as one at its stop',
    steps: ['buy 10 stop_limit 102 103 tp 108 sl 95', 'AAPL 100 109 99 108'],
    fills: ['1: #1 buy 10 @ 102 stop', '1: #2 sell 10 @ 108 limit'],
  },
  {
    why: 'exits are released for the shares that the entry opens, not for those that it closes',
    steps: ['sell 10 market', FLAT, 'buy 15 market tp 105 sl 95', FLAT, 'AAPL 106 106 106 106'],
    fills: ['1: #1 sell 10 @ 100 open', '2: #2 buy 15 @ 100 open', '3: #3 sell 5 @ 106 gap'],
    position: 0,
  },
  {
    why: 'an entry that only closes has no exits',
    steps: ['sell 10 market', FLAT, 'buy 10 market tp 105 sl 95', FLAT, 'AAPL 106 106 94 95'],
    fills: ['1: #1 sell 10 @ 100 open', '2: #2 buy 10 @ 100 open'],
    ends: { 3: 'cancelled bracket', 4: 'cancelled bracket' },
    position: 0,
  },
  {
    why: 'an exit that fills ends the rest of its entry',
    steps: ['buy 10 limit 100 tp 105 sl 95', 'AAPL 100 101 99 100 4', 'AAPL 105 105 105 105 100', FLAT],
    fills: ['1: #1 buy 4 @ 100 limit', '2: #2 sell 4 @ 105 limit'],
    ends: { 1: 'cancelled bracket', 2: 'filled', 3: 'cancelled bracket' },
    trading: share(1),
  },
  {
    why: 'a position closed by hand ends the rest of its entry too: no bare rest',
    steps: [
      'buy 10 limit 100 tp 110 sl 90',
      'AAPL 100 101 99 101 4',
      'sell 4 market',
      'AAPL 101 102 100 101 50',
    ],
    fills: ['1: #1 buy 4 @ 100 limit', '2: #4 sell 4 @ 101 open'],
    ends: { 1: 'cancelled bracket', 2: 'cancelled bracket', 3: 'cancelled bracket' },
    trading: share(1),
  },
  {
    why: 'a position that turns ends the exits of the old side, and they never come back',
    steps: [
      'buy 10 market tp 120 sl 90',
      FLAT,
      'sell 20 market',
      FLAT,
      'buy 20 market',
      FLAT,
      'AAPL 89 121 89 100',
    ],
    fills: ['1: #1 buy 10 @ 100 open', '2: #4 sell 20 @ 100 open', '3: #5 buy 20 @ 100 open'],
    position: 10,
  },
  {
    why: 'shares added without exits stay when a bracket ends',
    steps: ['buy 10 market sl 95', 'buy 10 market', FLAT, 'AAPL 95 95 95 95'],
    fills: ['1: #1 buy 10 @ 100 open', '1: #3 buy 10 @ 100 open', '2: #2 sell 10 @ 95 stop'],
    position: 10,
  },
  {
    why: 'an entry that the bar fills in part at its limit has its loss in the same bar',
    steps: ['buy 10 limit 98 sl 95', 'AAPL 100 100 94 96 6', 'AAPL 96 97 95 96 100'],
    fills: ['1: #1 buy 6 @ 98 limit', '2: #1 buy 4 @ 96 gap', '2: #2 sell 10 @ 96 open'],
    // The bar has no share left for the loss: it is triggered, a market order at the next open.
    trading: share(1),
  },
];
const VOLUME: readonly Case[] = [
  {
    why: 'impact counts what the bar gave before, at most the whole bar',
    steps: ['buy 50 market', 'buy 50 market', 'buy 100 market', 'AAPL 100 100 100 100 100'],
    fills: ['1: #1 buy 50 @ 102.5 open', '1: #2 buy 50 @ 110 open', '1: #3 buy 100 @ 110 open'],
    trading: { costs: { volume_impact: 0.1 } },
  },
  {
    why: 'limit orders pay no impact but count for the next',
    steps: ['buy 50 limit 100', 'buy 50 market', 'AAPL 100 100 100 100 100'],
    fills: ['1: #1 buy 50 @ 100 limit', '1: #2 buy 50 @ 110 open'],
    trading: { costs: { volume_impact: 0.1 } },
  },
  {
    why: 'a bar without volume counts as taken whole',
    steps: ['buy 5 market', 'AAPL 100 100 100 100 0'],
    fills: ['1: #1 buy 5 @ 110 open'],
    trading: { costs: { volume_impact: 0.1 } },
  },
  {
    why: 'a stop that the bar reaches without a share left is a market order at the next open',
    steps: ['buy 10 market', 'buy 10 stop 102', 'AAPL 100 103 99 100 10', 'AAPL 101 101 101 101 100'],
    fills: ['1: #1 buy 10 @ 100 open', '2: #2 buy 10 @ 101 open'],
    trading: share(1),
  },
  {
    why: 'a stop-limit then is a limit order',
    steps: [
      'buy 10 market',
      'buy 10 stop_limit 102 103',
      'AAPL 100 103 99 100 10',
      'AAPL 101 101 101 101 100',
    ],
    fills: ['1: #1 buy 10 @ 100 open', '2: #2 buy 10 @ 101 gap'],
    trading: share(1),
  },
  {
    why: 'a stop-limit filled in part is a limit order for the rest',
    steps: ['buy 10 stop_limit 102 103', 'AAPL 100 103 99 100 4', 'AAPL 101 101 101 101 100'],
    fills: ['1: #1 buy 4 @ 102 stop', '2: #1 buy 6 @ 101 gap'],
    trading: share(1),
  },
  {
    why: 'cash cuts a purchase at the price before the cut; the rest is cancelled',
    steps: ['buy 100 market', 'AAPL 105 105 105 105 1e9'],
    fills: ['1: #1 buy 95 @ 105 open'],
    ends: { 1: 'cancelled cash' },
    trading: { account: 'cash', starting_cash: 11_000, costs: { fee_per_share: 10 } },
  },
];

const TRAILING: readonly Case[] = [
  {
    why: 'a single trailing stop begins at the last close and follows the highs',
    steps: [
      'buy 10 market',
      FLAT,
      'sell 10 stop trail 2',
      'AAPL 100 105 99 104',
      'AAPL 104 104 103 103',
      'AAPL 103 103 102 102',
    ],
    fills: ['1: #1 buy 10 @ 100 open', '3: #2 sell 10 @ 103 stop'],
  },
  {
    why: 'it never moves back',
    steps: [
      'buy 10 market',
      FLAT,
      'sell 10 stop trail 5',
      'AAPL 100 104 99 100',
      'AAPL 100 101 99.5 100',
      'AAPL 100 100 98 98',
    ],
    fills: ['1: #1 buy 10 @ 100 open', '4: #2 sell 10 @ 99 stop'],
  },
  {
    why: 'in percent of the price',
    steps: ['buy 10 market', FLAT, 'sell 10 stop trail 2%', 'AAPL 100 110 99 109', 'AAPL 109 109 107 108'],
    fills: ['1: #1 buy 10 @ 100 open', '3: #2 sell 10 @ 107.8 stop'],
  },
  {
    why: 'of a bracket it begins at the entry, and the bar of an entry at the open moves it by its high',
    steps: ['buy 10 market trail 3', 'AAPL 100 104 99 103', 'AAPL 103 103 100.5 101'],
    fills: ['1: #1 buy 10 @ 100 open', '2: #2 sell 10 @ 101 stop'],
  },
  {
    why: 'the bar of an entry inside it moves it by its close alone',
    steps: ['buy 10 limit 98 trail 3', 'AAPL 100 104 97.5 99', 'AAPL 99 99 96.5 97', 'AAPL 97 97 96 96'],
    fills: ['1: #1 buy 10 @ 98 limit', '3: #2 sell 10 @ 96 stop'],
  },
  {
    why: 'the bar of the entry fills it where it touches it',
    steps: ['buy 10 market trail 3', 'AAPL 100 104 97 103'],
    fills: ['1: #1 buy 10 @ 100 open', '1: #2 sell 10 @ 97 stop'],
  },
  {
    why: 'of a short it follows the lows',
    steps: ['sell 10 market trail 2', 'AAPL 100 101 96 97', 'AAPL 97 99 97 98'],
    fills: ['1: #1 sell 10 @ 100 open', '2: #2 buy 10 @ 98 stop'],
  },
  {
    why: 'a market order that only closes a position is a trailing stop itself',
    steps: ['buy 10 market', FLAT, 'sell 10 market trail 2', 'AAPL 100 105 99 104', 'AAPL 104 104 103 103'],
    fills: ['1: #1 buy 10 @ 100 open', '3: #2 sell 10 @ 103 stop'],
  },
  {
    why: 'so is one that is placed together with the order that opens the position',
    steps: ['buy 10 market', 'sell 10 market trail 2', 'AAPL 100 101 99 101', 'AAPL 101 101 98 98'],
    fills: ['1: #1 buy 10 @ 100 open', '2: #2 sell 10 @ 99 stop'],
  },
  {
    why: 'profit and trailing loss cancel each other',
    steps: [
      'buy 10 market tp 106 trail 3',
      'AAPL 100 104 99 103',
      'AAPL 103 107 103 106',
      'AAPL 106 106 90 90',
    ],
    fills: ['1: #1 buy 10 @ 100 open', '2: #2 sell 10 @ 106 limit'],
    ends: { 3: 'cancelled bracket' },
  },
  {
    why: 'a gap through it fills at the open',
    steps: ['buy 10 market trail 3', FLAT, 'AAPL 90 91 89 90'],
    fills: ['1: #1 buy 10 @ 100 open', '2: #2 sell 10 @ 90 gap'],
  },
];

const TIMES: readonly Case[] = [
  {
    why: 'ioc fills what the first bar has, the rest is cancelled',
    steps: ['buy 10 market ioc', 'AAPL 100 100 100 100 6', 'AAPL 100 100 100 100 100'],
    fills: ['1: #1 buy 6 @ 100 open'],
    ends: { 1: 'cancelled ioc' },
    trading: share(1),
  },
  {
    why: 'ioc waits for a bar',
    steps: ['buy 10 limit 99 ioc', 'MSFT 100 100 100 100', 'AAPL 100 100 99 100'],
    fills: ['2: #1 buy 10 @ 99 limit'],
  },
  {
    why: 'ioc that the first bar does not reach is cancelled',
    steps: ['buy 10 limit 98 ioc', 'AAPL 100 100 99 100', 'AAPL 98 98 98 98'],
    fills: [],
    ends: { 1: 'cancelled ioc' },
  },
  {
    why: 'fok fills whole',
    steps: ['buy 10 market fok', 'AAPL 100 100 100 100 10'],
    fills: ['1: #1 buy 10 @ 100 open'],
    trading: share(1),
  },
  {
    why: 'or not at all, for the volume',
    steps: ['buy 10 market fok', 'AAPL 100 100 100 100 9', 'AAPL 100 100 100 100 10'],
    fills: [],
    ends: { 1: 'cancelled fok' },
    trading: share(1),
  },
  {
    why: 'for the cash',
    steps: ['buy 10 market fok', 'AAPL 101 101 101 101 1e9'],
    fills: [],
    ends: { 1: 'cancelled fok' },
    trading: { account: 'cash', starting_cash: 1_000 },
  },
  {
    why: 'for the position',
    steps: ['buy 10 market', FLAT, 'sell 10 limit 99 fok', 'sell 4 market', FLAT],
    fills: ['1: #1 buy 10 @ 100 open', '2: #2 sell 10 @ 100 gap'],
  },
  {
    why: 'for the position, where an older order comes first',
    steps: ['buy 10 market', FLAT, 'sell 4 market', 'sell 10 limit 99 fok', FLAT],
    fills: ['1: #1 buy 10 @ 100 open', '2: #2 sell 4 @ 100 open'],
    ends: { 3: 'cancelled fok' },
  },
  {
    why: 'traded through: a limit that is only touched is not filled',
    steps: ['buy 10 limit 98', 'AAPL 100 100 98 99', 'AAPL 99 99 97.99 98'],
    fills: ['2: #1 buy 10 @ 98 limit'],
    trading: { limit_fills: 'traded_through' },
  },
  {
    why: 'traded through: an open at the limit is not enough, the bar must go beyond it',
    steps: ['buy 10 limit 98', 'AAPL 98 99 98 99', 'AAPL 98 99 97 99'],
    fills: ['2: #1 buy 10 @ 98 limit'],
    trading: { limit_fills: 'traded_through' },
  },
];

const AUCTIONS: readonly Case[] = [
  {
    why: 'on-open fills at the first price of the next session',
    steps: [FLAT, 'buy 10 market open', FLAT, 'next day', 'AAPL 102 103 101 102', FLAT],
    fills: ['3: #1 buy 10 @ 102 open'],
  },
  {
    why: 'a limit that the open does not satisfy expires with it',
    steps: ['buy 10 limit 99 open', 'AAPL 100 100 98 99', 'AAPL 98 98 98 98'],
    fills: [],
    ends: { 1: 'expired on_open' },
  },
  {
    why: 'and so does an on-open order of a symbol whose first bar is later',
    steps: ['buy 10 market open', 'MSFT 100 100 100 100', FLAT],
    fills: [],
    ends: { 1: 'expired on_open' },
  },
  {
    why: 'of a symbol without a bar it ends with the day',
    steps: ['buy 10 market open', 'MSFT 100 100 100 100', 'next day', FLAT],
    fills: [],
    ends: { 1: 'expired day_ended' },
  },
  {
    why: 'on-close fills at the close of the last bar, after all else in it',
    steps: ['buy 10 market close', FLAT, 'buy 10 limit 99', 'last minute', 'AAPL 100 103 99 102 15'],
    fills: ['2: #2 buy 10 @ 99 limit', '2: #1 buy 5 @ 102 close'],
    ends: { 1: 'expired on_close' },
    trading: share(1),
  },
  {
    why: 'a limit fills where the close allows it',
    steps: ['buy 10 limit 101 close', 'buy 10 limit 99 close', 'last minute', 'AAPL 100 103 98 101'],
    fills: ['1: #1 buy 10 @ 101 close'],
    ends: { 2: 'expired on_close' },
  },
  {
    why: 'one placed after the last bar has opened is for the next session',
    steps: [
      'last minute',
      FLAT,
      'buy 10 market close',
      'next day',
      FLAT,
      'last minute',
      'AAPL 104 104 103 103',
    ],
    fills: ['3: #1 buy 10 @ 103 close'],
  },
  {
    why: 'of a symbol without the last bar it expires',
    steps: [FLAT, 'buy 10 market close', 'last minute', 'MSFT 100 100 100 100', 'next day', FLAT],
    fills: [],
    ends: { 1: 'expired day_ended' },
  },
  {
    why: 'on-close orders go by number',
    steps: ['buy 5 market close', 'buy 5 market close', 'last minute', 'AAPL 100 100 100 100 7'],
    fills: ['1: #1 buy 5 @ 100 close', '1: #2 buy 2 @ 100 close'],
    ends: { 2: 'expired on_close' },
    trading: share(1),
  },
];

const OWNERS: readonly Case[] = [
  {
    why: 'each strategy closes its own lots',
    steps: ['A: buy 10 market', 'B: buy 10 market', FLAT, 'A: flatten', 'AAPL 110 110 110 110 1e9'],
    fills: ['1: #1 buy 10 @ 100 open', '1: #2 buy 10 @ 100 open', '2: #3 sell 10 @ 110 open'],
    position: 10,
  },
  {
    why: 'one is long and another short: the account holds the net',
    steps: ['A: buy 10 market', FLAT, 'B: sell 10 market sl 105', FLAT, 'AAPL 105 105 105 105'],
    fills: ['1: #1 buy 10 @ 100 open', '2: #2 sell 10 @ 100 open', '3: #3 buy 10 @ 105 stop'],
    position: 10,
  },
  {
    why: 'the user closes its own lots, then the oldest of any owner, whose exits fill no more than is left',
    steps: ['A: buy 10 market sl 90', FLAT, 'buy 5 market', FLAT, 'sell 8 market', FLAT, 'AAPL 89 89 89 89'],
    fills: [
      '1: #1 buy 10 @ 100 open',
      '2: #3 buy 5 @ 100 open',
      '3: #4 sell 8 @ 100 open',
      '4: #2 sell 7 @ 89 gap',
    ],
    position: 0,
  },
  {
    why: 'an order larger than its owner holds opens the other side for it, though another owner holds more',
    steps: ['A: buy 10 market', 'B: buy 2 market', FLAT, 'B: sell 5 market', FLAT, 'B: flatten', FLAT],
    fills: [
      '1: #1 buy 10 @ 100 open',
      '1: #2 buy 2 @ 100 open',
      '2: #3 sell 5 @ 100 open',
      '3: #4 buy 3 @ 100 open',
    ],
    position: 10,
  },
  {
    why: 'the user flattens what every owner holds, on both sides',
    steps: ['A: buy 10 market', 'B: sell 4 market', FLAT, 'flatten', FLAT],
    fills: [
      '1: #1 buy 10 @ 100 open',
      '1: #2 sell 4 @ 100 open',
      '2: #3 sell 10 @ 100 open',
      '2: #4 buy 4 @ 100 open',
    ],
    position: 0,
  },
];

const TABLES = { OPEN, SYMBOLS, DOUBT, BRACKETS, VOLUME, TRAILING, TIMES, AUCTIONS, OWNERS };

for (const [name, cases] of Object.entries(TABLES)) {
  describe(name.toLowerCase(), () => {
    it.each(cases.map((each) => [each.why, each] as const))('%s', (_, each) => check(each));
  });
}
