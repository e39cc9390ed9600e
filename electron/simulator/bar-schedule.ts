import {
  asEpochMs,
  HOUR_MS,
  MINUTE_MS,
  SECOND_MS,
  type EpochMs,
  type Ticker,
} from '../../core/base/epoch-ms.ts';
import type { StreamChannel } from '../../core/live-feed/alpaca/protocol.ts';
import type { ReadonlyBarColumns } from '../../core/model/bar-columns.ts';
import type { FaultPlan } from './fault-plan.ts';
import { alpacaBar } from './history-api.ts';
import type { MarketTape } from './market-tape.ts';
import type { StreamMessage } from './stream-session.ts';

/** A message with the market time at which it is sent. */
export interface ScheduledMessage {
  readonly sendAt: number;
  readonly channel: StreamChannel;
  readonly symbol: string;
  readonly message: StreamMessage;
}

/** Delay from a minute's end to its bars: Alpaca waits for trades that are reported late. */
const PUBLISHED_AFTER_MS = 250;
/** Corrections come near half past the next minute. */
const CORRECTED_AFTER_MS = 30 * SECOND_MS;
const LATE_SECONDS = 20;

/** The messages for the minute `[openMs, openMs + 1 min)`, with the faults that are active at its end. */
export async function scheduleMinute(
  openMs: EpochMs,
  symbols: readonly string[],
  tape: MarketTape,
  faults: FaultPlan,
): Promise<ScheduledMessage[]> {
  const range = { from: openMs, to: asEpochMs(openMs + MINUTE_MS) };
  const all = await Promise.all(
    symbols.map(async (symbol) => {
      const read = await tape.bars(symbol as Ticker, '1m', range);
      return read.ok && read.value.length > 0 ? barMessages(symbol, read.value, faults) : [];
    }),
  );
  return all.flat();
}

function barMessages(symbol: string, bars: ReadonlyBarColumns, faults: FaultPlan): ScheduledMessage[] {
  const [openMs, o, h, l, c, v] = [bars.openMs, bars.open, bars.high, bars.low, bars.close, bars.volume].map(
    (column) => column[0] as number,
  ) as [number, number, number, number, number, number];
  const closeMs = openMs + MINUTE_MS;
  const on = (kind: Parameters<FaultPlan['take']>[0]) => faults.take(kind, closeMs, symbol);
  const send = (sendAt: number, T: 'b' | 'u', bar = alpacaBar(openMs, o, h, l, c, v)): ScheduledMessage => ({
    sendAt,
    channel: T === 'b' ? 'bars' : 'updatedBars',
    symbol,
    message: { T, S: symbol, ...bar },
  });
  const future = futureBar(symbol, closeMs, on('future_bar') !== undefined, c);
  if (on('lose') !== undefined) return future;
  const late = on('late');
  const disorder = on('disorder');
  const delay =
    late !== undefined
      ? (late.delaySeconds ?? LATE_SECONDS) * SECOND_MS
      : disorder !== undefined
        ? MINUTE_MS + SECOND_MS
        : 0;
  const sendAt = closeMs + PUBLISHED_AFTER_MS + delay;
  if (on('correction') !== undefined) {
    const wrong = alpacaBar(
      openMs,
      o,
      Math.max(h, c + 0.05),
      l,
      round(Math.min(h, Math.max(l, c - 0.01))),
      Math.max(0, v - 100),
    );
    return [...future, send(sendAt, 'b', wrong), send(closeMs + CORRECTED_AFTER_MS + delay, 'u')];
  }
  const twice = on('duplicate') !== undefined ? [send(sendAt + 1, 'b')] : [];
  return [...future, send(sendAt, 'b'), ...twice];
}

const round = (price: number): number => Math.round(price * 100) / 100;

function futureBar(symbol: string, closeMs: number, on: boolean, price: number): ScheduledMessage[] {
  if (!on) return [];
  const bar = alpacaBar(closeMs + HOUR_MS, price, price - 5, price + 5, price, 1);
  return [
    { sendAt: closeMs + PUBLISHED_AFTER_MS, channel: 'bars', symbol, message: { T: 'b', S: symbol, ...bar } },
  ];
}

/** The daily bar so far, sent with each minute to its subscribers. */
export function dailyMessage(
  symbol: string,
  closeMs: number,
  dayStart: number,
  bars: ReadonlyBarColumns,
): ScheduledMessage | undefined {
  if (bars.length === 0) return undefined;
  let [high, low, volume] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0];
  for (let row = 0; row < bars.length; row++) {
    high = Math.max(high, bars.high[row] as number);
    low = Math.min(low, bars.low[row] as number);
    volume += bars.volume[row] as number;
  }
  const bar = alpacaBar(
    dayStart,
    bars.open[0] as number,
    high,
    low,
    bars.close[bars.length - 1] as number,
    volume,
  );
  return {
    sendAt: closeMs + PUBLISHED_AFTER_MS,
    channel: 'dailyBars',
    symbol,
    message: { T: 'd', S: symbol, ...bar },
  };
}

/** A trading status of tape C (Nasdaq): `H` halted, `T` trading again. */
export function statusMessage(symbol: string, at: number, code: 'H' | 'T', t: string): ScheduledMessage {
  const halted = code === 'H';
  const message = {
    T: 's',
    S: symbol,
    sc: code,
    sm: halted ? 'Trading Halt' : 'Trading Resumption',
    rc: halted ? 'T1' : 'T3',
    rm: halted ? 'Halt - News Pending' : 'News and Resumption Times',
    t,
    z: 'C',
  };
  return { sendAt: at, channel: 'statuses', symbol, message };
}
