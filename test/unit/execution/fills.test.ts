import { describe, expect, it } from 'vitest';
import { BrokerBench, fillText } from '../../helpers/broker-harness.ts';

/**
 * Fills worked out by hand. Bars are `open high low close [volume]`, a minute each from the moment the orders are
 * placed; `-` is a minute without a bar, `s:` lists the seconds inside the bar before it. Fills are listed with their
 * bar.
 */
interface Case {
  readonly why: string;
  readonly orders: readonly string[];
  readonly bars: readonly string[];
  readonly fills: readonly string[];
  /** Shares held beforehand at 100, negative when short. */
  readonly held?: number;
  readonly trading?: Readonly<Record<string, unknown>>;
}

function play({ orders, bars, held = 0, trading }: Case): string[] {
  const bench = new BrokerBench(trading);
  if (held !== 0) {
    bench.submit(`${held > 0 ? 'buy' : 'sell'} ${Math.abs(held)} market`);
    bench.minute({ AAPL: '100 100 100 100 1e9' });
  }
  const before = bench.fills.length;
  for (const order of orders) {
    // Numbers are those of the table, counted without the order that made the position.
    const numbered = order.replace(
      /oco (\d+)/,
      (_, id: string) => `oco ${Number(id) + (held === 0 ? 0 : 1)}`,
    );
    const answer = bench.submit(numbered);
    if (!answer.ok) throw new Error(answer.failure.message);
  }
  const said: string[] = [];
  for (const [index, bar] of bars.entries()) {
    if (bar.startsWith('s:')) continue;
    const seconds =
      bars[index + 1]?.startsWith('s:') === true ? bars[index + 1]?.slice(2).split('|') : undefined;
    const from = bench.fills.length;
    bench.minute(bar === '-' ? {} : { AAPL: bar }, seconds === undefined ? {} : { AAPL: seconds });
    const minute = bars.slice(0, index + 1).filter((each) => !each.startsWith('s:')).length;
    said.push(...bench.fills.slice(from).map((fill) => `${minute}: ${renumbered(fillText(fill), held)}`));
  }
  expect(bench.fills.length - before).toBe(said.length);
  return said;
}

/** Numbers orders from 1 whether or not an order made the position. */
const renumbered = (text: string, held: number): string =>
  held === 0 ? text : text.replace(/#(\d+)/, (_, id: string) => `#${Number(id) - 1}`);

const costs = (over: Readonly<Record<string, number>>) => ({
  costs: {
    fee_per_order: 0,
    fee_per_share: 0,
    slippage_per_share: 0,
    spread_basis_points: 0,
    max_volume_share: 0,
    volume_impact: 0,
    ...over,
  },
});

const MARKET: readonly Case[] = [
  {
    why: 'a market order takes the next open',
    orders: ['buy 10 market'],
    bars: ['100 102 99 101'],
    fills: ['1: #1 buy 10 @ 100 open'],
  },
  {
    why: 'so does one that sells',
    orders: ['sell 10 market'],
    bars: ['100 102 99 101'],
    fills: ['1: #1 sell 10 @ 100 open'],
  },
  {
    why: 'a minute without a bar fills nothing',
    orders: ['buy 10 market'],
    bars: ['-', '-', '103 104 102 103'],
    fills: ['3: #1 buy 10 @ 103 open'],
  },
  {
    why: 'orders are filled in the order in which they were placed',
    orders: ['buy 10 market', 'buy 5 market'],
    bars: ['100 102 99 101'],
    fills: ['1: #1 buy 10 @ 100 open', '1: #2 buy 5 @ 100 open'],
  },
  {
    why: 'a filled order is not filled again',
    orders: ['buy 10 market'],
    bars: ['100 102 99 101', '105 106 104 105'],
    fills: ['1: #1 buy 10 @ 100 open'],
  },
  {
    why: 'prices that went through 32-bit floats come out as printed',
    orders: ['buy 10 market'],
    bars: ['439.9800109863281 440 439 439.5'],
    fills: ['1: #1 buy 10 @ 439.98 open'],
  },
];

const LIMIT: readonly Case[] = [
  {
    why: 'a buy limit is filled at its price when the bar comes down to it',
    orders: ['buy 10 limit 99'],
    bars: ['100 101 98 100'],
    fills: ['1: #1 buy 10 @ 99 limit'],
  },
  {
    why: 'to touch it is enough',
    orders: ['buy 10 limit 99'],
    bars: ['100 101 99 100'],
    fills: ['1: #1 buy 10 @ 99 limit'],
  },
  { why: 'a cent above it is not', orders: ['buy 10 limit 99'], bars: ['100 101 99.01 100'], fills: [] },
  {
    why: 'a bar that opens below a buy limit fills at its better open',
    orders: ['buy 10 limit 99'],
    bars: ['97 101 96 100'],
    fills: ['1: #1 buy 10 @ 97 gap'],
  },
  {
    why: 'a bar that opens at the limit fills there',
    orders: ['buy 10 limit 99'],
    bars: ['99 101 99 100'],
    fills: ['1: #1 buy 10 @ 99 limit'],
  },
  {
    why: 'a sell limit is filled at its price when the bar goes up to it',
    orders: ['sell 10 limit 104'],
    bars: ['100 105 99 101'],
    fills: ['1: #1 sell 10 @ 104 limit'],
  },
  {
    why: 'to touch it is enough for a sell too',
    orders: ['sell 10 limit 104'],
    bars: ['100 104 99 101'],
    fills: ['1: #1 sell 10 @ 104 limit'],
  },
  { why: 'a cent below it is not', orders: ['sell 10 limit 104'], bars: ['100 103.99 99 101'], fills: [] },
  {
    why: 'a bar that opens above a sell limit fills at its better open',
    orders: ['sell 10 limit 104'],
    bars: ['106 107 99 101'],
    fills: ['1: #1 sell 10 @ 106 gap'],
  },
  {
    why: 'a limit order waits as long as it takes',
    orders: ['buy 10 limit 95'],
    bars: ['100 101 98 99', '-', '99 99 96 96', '96 96 94 95'],
    fills: ['4: #1 buy 10 @ 95 limit'],
  },
  {
    why: 'a limit order that is filled at its limit pays no slippage',
    orders: ['buy 10 limit 99'],
    bars: ['100 101 98 100'],
    fills: ['1: #1 buy 10 @ 99 limit'],
    trading: costs({ slippage_per_share: 0.05 }),
  },
  {
    why: 'one that takes a better open does',
    orders: ['buy 10 limit 99'],
    bars: ['97 101 96 100'],
    fills: ['1: #1 buy 10 @ 97.05 gap'],
    trading: costs({ slippage_per_share: 0.05 }),
  },
  {
    why: 'but never beyond its limit',
    orders: ['buy 10 limit 99'],
    bars: ['98.98 101 96 100'],
    fills: ['1: #1 buy 10 @ 99 gap'],
    trading: costs({ slippage_per_share: 0.05 }),
  },
];

const STOP: readonly Case[] = [
  {
    why: 'a buy stop is filled at its price when the bar goes up to it',
    orders: ['buy 10 stop 103'],
    bars: ['100 104 99 101'],
    fills: ['1: #1 buy 10 @ 103 stop'],
  },
  {
    why: 'to touch it is enough',
    orders: ['buy 10 stop 103'],
    bars: ['100 103 99 101'],
    fills: ['1: #1 buy 10 @ 103 stop'],
  },
  { why: 'a cent below it is not', orders: ['buy 10 stop 103'], bars: ['100 102.99 99 101'], fills: [] },
  {
    why: 'a gap over a buy stop fills at the worse open',
    orders: ['buy 10 stop 103'],
    bars: ['108 109 107 108'],
    fills: ['1: #1 buy 10 @ 108 gap'],
  },
  {
    why: 'a sell stop is filled at its price when the bar comes down to it',
    orders: ['sell 10 stop 97'],
    bars: ['100 101 96 98'],
    fills: ['1: #1 sell 10 @ 97 stop'],
    held: 10,
  },
  {
    why: 'a gap through a sell stop fills at the worse open',
    orders: ['sell 10 stop 97'],
    bars: ['91 92 90 91'],
    fills: ['1: #1 sell 10 @ 91 gap'],
    held: 10,
  },
  {
    why: 'a gap after a minute without a bar as well',
    orders: ['sell 10 stop 97'],
    bars: ['100 101 98 99', '-', '91 92 90 91'],
    fills: ['3: #1 sell 10 @ 91 gap'],
    held: 10,
  },
  {
    why: 'a bar that opens at the stop fills there',
    orders: ['sell 10 stop 97'],
    bars: ['97 98 96 97'],
    fills: ['1: #1 sell 10 @ 97 stop'],
    held: 10,
  },
  {
    why: 'a stop pays slippage',
    orders: ['sell 10 stop 97'],
    bars: ['100 101 96 98'],
    fills: ['1: #1 sell 10 @ 96.95 stop'],
    held: 10,
    trading: costs({ slippage_per_share: 0.05 }),
  },
  {
    why: 'a short is protected by a buy stop',
    orders: ['buy 10 stop 103'],
    bars: ['106 107 105 106'],
    fills: ['1: #1 buy 10 @ 106 gap'],
    held: -10,
  },
];

const STOP_LIMIT: readonly Case[] = [
  {
    why: 'once the stop is reached it is filled there, as the limit allows',
    orders: ['buy 10 stop_limit 103 104'],
    bars: ['100 105 99 101'],
    fills: ['1: #1 buy 10 @ 103 stop'],
  },
  {
    why: 'no bar that stays below the stop fills it, whatever the limit',
    orders: ['buy 10 stop_limit 103 104'],
    bars: ['100 102 99 101'],
    fills: [],
  },
  {
    why: 'a gap over stop and limit waits for the limit',
    orders: ['buy 10 stop_limit 103 104'],
    bars: ['108 109 107 108', '107 108 103.5 105'],
    fills: ['2: #1 buy 10 @ 104 limit'],
  },
  {
    why: 'a gap over the stop, inside the limit, fills at the open',
    orders: ['buy 10 stop_limit 103 104'],
    bars: ['103.5 109 103 108'],
    fills: ['1: #1 buy 10 @ 103.5 gap'],
  },
  {
    why: 'a gap over both that comes back in the same bar is filled at the limit: all of it lies after the open',
    orders: ['buy 10 stop_limit 103 104'],
    bars: ['108 109 102 103'],
    fills: ['1: #1 buy 10 @ 104 limit'],
  },
  {
    why: 'a limit under the stop is not taken in the bar that reaches the stop, where the low may have been first',
    orders: ['buy 10 stop_limit 103 101'],
    bars: ['100 104 99 102'],
    fills: [],
  },
  {
    why: 'but in the next',
    orders: ['buy 10 stop_limit 103 101'],
    bars: ['100 104 99 102', '102 102 100 101'],
    fills: ['2: #1 buy 10 @ 101 limit'],
  },
  {
    why: 'the same downwards',
    orders: ['sell 10 stop_limit 97 96'],
    bars: ['100 101 95 98'],
    fills: ['1: #1 sell 10 @ 97 stop'],
    held: 10,
  },
  {
    why: 'a gap through both downwards waits for the limit',
    orders: ['sell 10 stop_limit 97 96'],
    bars: ['92 93 91 92', '93 97 93 96'],
    fills: ['2: #1 sell 10 @ 96 limit'],
    held: 10,
  },
  {
    why: 'its slippage stays within the limit',
    orders: ['buy 10 stop_limit 103 103.02'],
    bars: ['100 105 99 101'],
    fills: ['1: #1 buy 10 @ 103.02 stop'],
    trading: costs({ slippage_per_share: 0.05 }),
  },
];

const BRACKET: readonly Case[] = [
  {
    why: 'the profit is taken in a later bar',
    orders: ['buy 10 market tp 105 sl 95'],
    bars: ['100 101 99 100', '100 106 99 105'],
    fills: ['1: #1 buy 10 @ 100 open', '2: #2 sell 10 @ 105 limit'],
  },
  {
    why: 'or the loss',
    orders: ['buy 10 market tp 105 sl 95'],
    bars: ['100 101 99 100', '100 101 94 95'],
    fills: ['1: #1 buy 10 @ 100 open', '2: #3 sell 10 @ 95 stop'],
  },
  {
    why: 'a bar that reaches both takes the loss',
    orders: ['buy 10 market tp 105 sl 95'],
    bars: ['100 101 99 100', '100 106 94 105'],
    fills: ['1: #1 buy 10 @ 100 open', '2: #3 sell 10 @ 95 stop'],
  },
  {
    why: 'unless it opens beyond the profit: that came first',
    orders: ['buy 10 market tp 105 sl 95'],
    bars: ['100 101 99 100', '107 108 94 95'],
    fills: ['1: #1 buy 10 @ 100 open', '2: #2 sell 10 @ 107 gap'],
  },
  {
    why: 'a gap through the loss is filled at the open',
    orders: ['buy 10 market tp 105 sl 95'],
    bars: ['100 101 99 100', '90 106 89 105'],
    fills: ['1: #1 buy 10 @ 100 open', '2: #3 sell 10 @ 90 gap'],
  },
  {
    why: 'the whole bar of an entry at the open lies after it: its low takes the loss',
    orders: ['buy 10 market tp 105 sl 95'],
    bars: ['100 101 94 100'],
    fills: ['1: #1 buy 10 @ 100 open', '1: #3 sell 10 @ 95 stop'],
  },
  {
    why: 'and its high the profit',
    orders: ['buy 10 market tp 105 sl 95'],
    bars: ['100 106 99 100'],
    fills: ['1: #1 buy 10 @ 100 open', '1: #2 sell 10 @ 105 limit'],
  },
  {
    why: 'both in the bar of the entry: the loss',
    orders: ['buy 10 market tp 105 sl 95'],
    bars: ['100 106 94 100'],
    fills: ['1: #1 buy 10 @ 100 open', '1: #3 sell 10 @ 95 stop'],
  },
  {
    why: 'after an entry within the bar its high may have been before: no profit',
    orders: ['buy 10 limit 98 tp 105 sl 90'],
    bars: ['100 106 97 100'],
    fills: ['1: #1 buy 10 @ 98 limit'],
  },
  {
    why: 'its low takes the loss all the same',
    orders: ['buy 10 limit 98 tp 105 sl 95'],
    bars: ['100 101 94 100'],
    fills: ['1: #1 buy 10 @ 98 limit', '1: #3 sell 10 @ 95 stop'],
  },
  {
    why: 'a stop entry whose low may have been before takes the loss too',
    orders: ['buy 10 stop 102 tp 110 sl 99'],
    bars: ['100 103 98 103'],
    fills: ['1: #1 buy 10 @ 102 stop', '1: #3 sell 10 @ 99 stop'],
  },
  {
    why: 'an entry at an open beyond its loss is out at once',
    orders: ['buy 10 market sl 95'],
    bars: ['94 96 93 95'],
    fills: ['1: #1 buy 10 @ 94 open', '1: #2 sell 10 @ 94 gap'],
  },
  {
    why: 'exits wait for their entry',
    orders: ['buy 10 limit 98 tp 105 sl 95'],
    bars: ['100 106 99 100', '100 100 97 98', '98 106 97 105'],
    fills: ['2: #1 buy 10 @ 98 limit', '3: #2 sell 10 @ 105 limit'],
  },
  {
    why: 'a bracket of a short, profit below',
    orders: ['sell 10 market tp 95 sl 105'],
    bars: ['100 101 99 100', '100 101 94 95'],
    fills: ['1: #1 sell 10 @ 100 open', '2: #2 buy 10 @ 95 limit'],
  },
  {
    why: 'a bar that reaches both takes the loss of a short',
    orders: ['sell 10 market tp 95 sl 105'],
    bars: ['100 101 99 100', '100 106 94 95'],
    fills: ['1: #1 sell 10 @ 100 open', '2: #3 buy 10 @ 105 stop'],
  },
  {
    why: 'seconds show that the profit came first',
    orders: ['buy 10 market tp 105 sl 95'],
    bars: ['100 101 99 100', '100 106 94 94', 's:100 106 100 105|105 105 94 94'],
    fills: ['1: #1 buy 10 @ 100 open', '2: #2 sell 10 @ 105 limit'],
  },
  {
    why: 'or the loss',
    orders: ['buy 10 market tp 105 sl 95'],
    bars: ['100 101 99 100', '100 106 94 105', 's:100 100 94 95|95 106 95 105'],
    fills: ['1: #1 buy 10 @ 100 open', '2: #3 sell 10 @ 95 stop'],
  },
  {
    why: 'a second that reaches both takes the loss',
    orders: ['buy 10 market tp 105 sl 95'],
    bars: ['100 101 99 100', '100 106 94 105', 's:100 101 99 100|100 106 94 105'],
    fills: ['1: #1 buy 10 @ 100 open', '2: #3 sell 10 @ 95 stop'],
  },
  {
    why: 'seconds that do not account for the high of the bar are not used',
    orders: ['buy 10 market tp 105 sl 95'],
    bars: ['100 101 99 100', '100 107 94 94', 's:100 106 100 105|105 105 94 94'],
    fills: ['1: #1 buy 10 @ 100 open', '2: #3 sell 10 @ 95 stop'],
  },
  {
    why: 'nor seconds that do not end at its close',
    orders: ['buy 10 market tp 105 sl 95'],
    bars: ['100 101 99 100', '100 106 94 95', 's:100 106 100 105|105 105 94 94'],
    fills: ['1: #1 buy 10 @ 100 open', '2: #3 sell 10 @ 95 stop'],
  },
  {
    why: 'nor seconds that begin later',
    orders: ['buy 10 market tp 105 sl 95'],
    bars: ['100 101 99 100', '100 106 94 94', 's:101 106 100 105|105 105 94 94'],
    fills: ['1: #1 buy 10 @ 100 open', '2: #3 sell 10 @ 95 stop'],
  },
  {
    why: 'seconds show what came after an entry within the bar',
    orders: ['buy 10 limit 98 tp 105 sl 95'],
    bars: ['100 106 97 104', 's:100 106 100 100|100 100 98 98|98 98 97 97|97 105 97 104'],
    fills: ['1: #1 buy 10 @ 98 limit', '1: #2 sell 10 @ 105 limit'],
  },
];

const PAIR: readonly Case[] = [
  {
    why: 'one cancels the other',
    orders: ['sell 10 limit 105', 'sell 10 stop 95 oco 1'],
    bars: ['100 106 99 105', '95 96 90 91'],
    fills: ['1: #1 sell 10 @ 105 limit'],
    held: 10,
  },
  {
    why: 'both in one bar: the worse price',
    orders: ['sell 10 limit 105', 'sell 10 stop 95 oco 1'],
    bars: ['100 106 94 105'],
    fills: ['1: #2 sell 10 @ 95 stop'],
    held: 10,
  },
  {
    why: 'whichever was placed first',
    orders: ['sell 10 stop 95', 'sell 10 limit 105 oco 1'],
    bars: ['100 106 94 105'],
    fills: ['1: #1 sell 10 @ 95 stop'],
    held: 10,
  },
  {
    why: 'of two buys the worse price is the higher',
    orders: ['buy 10 limit 95', 'buy 10 stop 105 oco 1'],
    bars: ['100 106 94 105'],
    fills: ['1: #2 buy 10 @ 105 stop'],
  },
  {
    why: 'on two sides the way through the bar that leaves less at its close',
    orders: ['buy 10 stop 105', 'sell 10 stop 95 oco 1'],
    bars: ['100 106 94 105'],
    fills: ['1: #2 sell 10 @ 95 stop'],
  },
  {
    why: 'the other way round',
    orders: ['buy 10 stop 105', 'sell 10 stop 95 oco 1'],
    bars: ['100 106 94 95'],
    fills: ['1: #1 buy 10 @ 105 stop'],
  },
  {
    why: 'where both ways leave the same, the older one',
    orders: ['buy 10 stop 105', 'sell 10 stop 95 oco 1'],
    bars: ['100 106 94 100'],
    fills: ['1: #1 buy 10 @ 105 stop'],
  },
  {
    why: 'a part of one takes as much off the other',
    orders: ['sell 10 limit 105', 'sell 10 stop 95 oco 1'],
    bars: ['100 106 99 105 8', '94 95 93 94 100'],
    fills: ['1: #1 sell 4 @ 105 limit', '2: #2 sell 6 @ 94 gap'],
    held: 10,
    trading: costs({ max_volume_share: 0.5 }),
  },
];

const PARTS: readonly Case[] = [
  {
    why: 'half of the volume is there to be taken, the rest waits for the next open',
    orders: ['buy 10 market'],
    bars: ['100 101 99 100 8', '102 103 101 102 100'],
    fills: ['1: #1 buy 4 @ 100 open', '2: #1 buy 6 @ 102 open'],
    trading: costs({ max_volume_share: 0.5 }),
  },
  {
    why: 'a bar without volume offers nothing',
    orders: ['buy 10 market'],
    bars: ['100 101 99 100 0', '102 103 101 102 100'],
    fills: ['2: #1 buy 10 @ 102 open'],
    trading: costs({ max_volume_share: 0.5 }),
  },
  {
    why: 'where volume bounds nothing, a bar without it fills',
    orders: ['buy 10 market'],
    bars: ['100 101 99 100 0'],
    fills: ['1: #1 buy 10 @ 100 open'],
  },
  {
    why: 'two orders share what a bar offers, the older first',
    orders: ['buy 3 market', 'buy 3 market'],
    bars: ['100 101 99 100 8', '101 101 101 101 8'],
    fills: ['1: #1 buy 3 @ 100 open', '1: #2 buy 1 @ 100 open', '2: #2 buy 2 @ 101 open'],
    trading: costs({ max_volume_share: 0.5 }),
  },
  {
    why: 'a stop that was filled in part is a market order since',
    orders: ['sell 10 stop 97'],
    bars: ['100 101 96 98 8', '99 100 99 100 100'],
    fills: ['1: #1 sell 4 @ 97 stop', '2: #1 sell 6 @ 99 open'],
    held: 10,
    trading: costs({ max_volume_share: 0.5 }),
  },
  {
    why: 'exits cover what is filled of the entry',
    orders: ['buy 10 market tp 105 sl 90'],
    bars: ['100 101 99 100 8', '100 106 99 105 4', '105 106 105 105 100'],
    fills: [
      '1: #1 buy 4 @ 100 open',
      '2: #1 buy 2 @ 100 open',
      '3: #1 buy 4 @ 105 open',
      '3: #2 sell 10 @ 105 limit',
    ],
    trading: costs({ max_volume_share: 0.5 }),
  },
];

const COSTS: readonly Case[] = [
  {
    why: 'half the spread is paid on the way in',
    orders: ['buy 10 market'],
    bars: ['100 101 99 100'],
    fills: ['1: #1 buy 10 @ 100.05 open'],
    trading: costs({ spread_basis_points: 10 }),
  },
  {
    why: 'and on the way out',
    orders: ['sell 10 market'],
    bars: ['100 101 99 100'],
    fills: ['1: #1 sell 10 @ 99.95 open'],
    trading: costs({ spread_basis_points: 10 }),
  },
  {
    why: 'a tenth of the volume at an impact of 0.1 costs a thousandth of the price',
    orders: ['buy 100 market'],
    bars: ['100 101 99 100 1000'],
    fills: ['1: #1 buy 100 @ 100.1 open'],
    trading: costs({ volume_impact: 0.1 }),
  },
  {
    why: 'fixed slippage, spread and impact add up',
    orders: ['buy 100 market'],
    bars: ['100 101 99 100 1000'],
    fills: ['1: #1 buy 100 @ 100.16 open'],
    trading: costs({ volume_impact: 0.1, spread_basis_points: 10, slippage_per_share: 0.01 }),
  },
  {
    why: 'a price that slippage moved is rounded to the tick, against the account',
    orders: ['buy 10 market'],
    bars: ['33.33 34 33 33'],
    fills: ['1: #1 buy 10 @ 33.34 open'],
    trading: costs({ spread_basis_points: 1 }),
  },
];

const CLOSING: readonly Case[] = [
  {
    why: 'what only closes never turns the position round',
    orders: ['sell 10 limit 104', 'sell 10 limit 105'],
    bars: ['100 106 99 105'],
    fills: ['1: #1 sell 10 @ 104 limit'],
    held: 10,
  },
  {
    why: 'what is more than the position closes it and opens the other side',
    orders: ['sell 15 market'],
    bars: ['100 106 99 105'],
    fills: ['1: #1 sell 15 @ 100 open'],
    held: 10,
  },
  {
    why: 'a market order comes before a stop that the bar reaches later, which then has nothing to close',
    orders: ['sell 10 stop 97', 'sell 10 market'],
    bars: ['100 101 96 98'],
    fills: ['1: #2 sell 10 @ 100 open'],
    held: 10,
  },
];

const TABLES = { MARKET, LIMIT, STOP, STOP_LIMIT, BRACKET, PAIR, PARTS, COSTS, CLOSING };

describe.each(Object.entries(TABLES))('%s', (_, cases) => {
  it.each(cases.map((each) => [each.why, each] as const))('%s', (_why, each) => {
    expect(play(each)).toEqual(each.fills);
  });
});

it('the tables are long enough to mean something', () => {
  expect(Object.values(TABLES).flat().length).toBeGreaterThanOrEqual(60);
});
