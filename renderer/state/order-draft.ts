import { printNumber, toDecimal } from '../../core/base/decimal.ts';
import type { InstrumentView } from '../../electron/contract/instrument-view.ts';
import type { OrderType } from '../../core/execution/order.ts';
import type { OrderWish } from './trading.ts';

/** An order while it is typed. */
export interface OrderDraft {
  readonly symbol: string;
  readonly side: 'buy' | 'sell';
  readonly quantity: string;
  readonly type: OrderType;
  readonly limit: string;
  readonly stop: string;
  readonly takeProfit: string;
  readonly stopLoss: string;
  readonly lasts: 'day' | 'gtc';
}

type PriceKey = 'limit_price' | 'stop_price' | 'take_profit' | 'stop_loss';

/** A hundred shares, one of all else. */
export const newOrder = (symbol: string, instrument?: InstrumentView): OrderDraft => ({
  symbol,
  side: 'buy',
  quantity: instrument === undefined || instrument.assetClass === 'EQUITY' ? '100' : '1',
  type: 'market',
  limit: '',
  stop: '',
  takeProfit: '',
  stopLoss: '',
  lasts: 'day',
});

export const needsLimit = ({ type }: OrderDraft): boolean => type === 'limit' || type === 'stop_limit';
export const needsStop = ({ type }: OrderDraft): boolean => type === 'stop' || type === 'stop_limit';

/** The typed order, or its first error. The engine checks the limits. */
export function readOrder(draft: OrderDraft, instrument?: InstrumentView): OrderWish | string {
  const { symbol, side, type, lasts } = draft;
  if (symbol === '') return 'Which symbol?';
  const quantity = Number(draft.quantity);
  const step = instrument?.quantityStep ?? 1;
  if (instrument?.assetClass === 'INDEX') return `${symbol} is an index, which cannot be traded`;
  if (!(quantity > 0) || !isOnGrid(quantity, step)) {
    const what = instrument?.assetClass === 'FUTURE' ? 'Contracts' : 'Shares';
    return step === 1
      ? `${what} are a whole number, 1 or more`
      : `The quantity is a multiple of ${printNumber(step)}`;
  }
  const prices: readonly (readonly [PriceKey, string, string, boolean])[] = [
    ['limit_price', 'The limit', needsLimit(draft) ? draft.limit : '', needsLimit(draft)],
    ['stop_price', 'The stop', needsStop(draft) ? draft.stop : '', needsStop(draft)],
    ['take_profit', 'Take profit', draft.takeProfit, false],
    ['stop_loss', 'Stop loss', draft.stopLoss, false],
  ];
  const read: Partial<Record<PriceKey, number>> = {};
  for (const [key, name, text, isNeeded] of prices) {
    if (text.trim() === '') {
      if (isNeeded) return `${name} needs a price`;
      continue;
    }
    const price = Number(text);
    const canBeNegative = instrument?.assetClass === 'FUTURE';
    if (!Number.isFinite(price) || (price <= 0 && !canBeNegative)) return `${name} is not a price`;
    read[key] = price;
  }
  return { symbol, side, quantity, order_type: type, time_in_force: lasts, ...read };
}

const isOnGrid = (value: number, step: number): boolean =>
  Number.isFinite(value) && toDecimal(value) % toDecimal(step) === 0n;
