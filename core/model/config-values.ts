import { z } from 'zod';
import { isRealDay } from '../base/epoch-ms.ts';
import { INTERVALS } from '../base/interval.ts';
import { isSymbol, SYMBOL_RULE } from '../base/symbol-rule.ts';
import { ASSET_CLASSES } from './instrument.ts';

/** The values that a session config has: their bounds, and the messages for those outside. */

/** A number within `[min, max]`, both included; the error names the value and both ends. */
export function numberWithin(min: number, max: number) {
  const error = ({ input }: { input?: unknown }): string => `${String(input)} is outside ${min} to ${max}`;
  return z.number().min(min, { error }).max(max, { error });
}

export function integerWithin(min: number, max: number) {
  return numberWithin(min, max).refine(Number.isInteger, {
    error: ({ input }) => `${String(input)} is not a whole number`,
  });
}

export const day = z.string().refine(isRealDay, {
  error: ({ input }) => `"${String(input)}" is not a day; expected YYYY-MM-DD`,
});

export const symbol = z.string().refine((text): boolean => isSymbol(text), {
  error: ({ input }) => `"${String(input)}" is not a symbol; expected ${SYMBOL_RULE}`,
});

export const overZero = (most: number) =>
  numberWithin(0, most).refine((value) => value >= 1e-12, { error: 'expected a number over 0' });

export const currency = z.string().regex(/^[A-Z0-9]{2,10}$/, {
  error: ({ input }) => `"${String(input)}" is not a currency; expected its letters: USD, JPY, USDT`,
});

export const interval = z.enum(INTERVALS, {
  error: ({ input }) => `"${String(input)}" is not an interval; expected one of ${INTERVALS.join(', ')}`,
});

export const stream = z.enum([...INTERVALS, 'quotes'], {
  error: ({ input }) =>
    input === 'ticks'
      ? 'ticks are not supported; bars are, from 1s up'
      : `"${String(input)}" is not a stream; expected quotes or one of ${INTERVALS.join(', ')}`,
});

/** A default composed of the inner defaults, so that each is defined once. */
export function withDefaults<S extends z.ZodRawShape>(shape: S) {
  const object = z.strictObject(shape);
  return object.prefault({} as z.input<typeof object>);
}

export const unique = (list: readonly unknown[]): boolean => new Set(list).size === list.length;
export const noTwice = { error: ({ input }: { input?: unknown }) => `${twice(input)} is listed twice` };
function twice(input: unknown): string {
  if (!Array.isArray(input)) return String(input);
  return String(input.find((entry, index) => input.indexOf(entry) !== index));
}

export const instrumentSchema = z.strictObject({
  tick_size: overZero(1e6).optional().describe('Grid of the prices that orders name.'),
  quantity_step: overZero(1e6).optional().describe('Grid of quantities; 1 = whole shares or contracts.'),
  multiplier: overZero(1e9).optional().describe('Money for a move of 1.0 of one unit.'),
  currency: currency.optional().describe('Currency of the price.'),
  asset_class: z
    .enum(ASSET_CLASSES)
    .optional()
    .describe('The kind of instrument; an INDEX cannot be traded.'),
  exchange_group: z.string().min(1).optional().describe('Where it is listed: decides the usual currency.'),
  initial_margin: numberWithin(0, 1e9).optional().describe('Money behind one contract when it is ordered.'),
  maintenance_margin: numberWithin(0, 1e9)
    .optional()
    .describe('Money behind one contract while it is held; as `initial_margin` where left out.'),
});

export const instruments = z
  .record(z.string().min(1).max(40), instrumentSchema)
  .default({})
  .describe(
    'How prices and quantities count, by symbol or by pattern (`ES*`): tick_size, quantity_step, multiplier, currency, asset_class, exchange_group, initial_margin, maintenance_margin. See docs/markets.md.',
  );
