import type { Ticker } from '../base/epoch-ms.ts';
import { knownFuture } from './known-futures.ts';
import { currencyOfGroup, isIndexName, pairOf } from './symbol-forms.ts';

export const ASSET_CLASSES = ['EQUITY', 'FUTURE', 'CRYPTO', 'FOREX', 'INDEX'] as const;
export type AssetClass = (typeof ASSET_CLASSES)[number];

/** How a symbol's price and quantity count. */
export interface Instrument {
  readonly symbol: Ticker;
  readonly assetClass: AssetClass;
  /** Three letters of ISO 4217, or a coin: `USD`, `JPY`, `USDT`. */
  readonly currency: string;
  /** Orders name prices on this grid. */
  readonly tickSize: number;
  /** The grid below a price of 1, where it is finer: 0.0001 for US shares. */
  readonly tickBelowOne: number;
  /** Orders name quantities on this grid; `quantityStep` 1 means whole shares or contracts. */
  readonly quantityStep: number;
  /** Money in `currency` for a move of 1.0 of one unit; undefined for a future that nothing is known of. */
  readonly multiplier: number | undefined;
  /** Money in `currency` behind one contract; undefined where `trading_config.margin` holds, in percent. */
  readonly initialMargin: number | undefined;
  readonly maintenanceMargin: number | undefined;
}

/** Facts of instruments in a config or a store; keys as in the file. The next source supplies missing ones. */
export interface InstrumentFacts {
  readonly tick_size?: number | undefined;
  readonly quantity_step?: number | undefined;
  readonly multiplier?: number | undefined;
  readonly currency?: string | undefined;
  readonly asset_class?: AssetClass | undefined;
  readonly exchange_group?: string | undefined;
  readonly initial_margin?: number | undefined;
  readonly maintenance_margin?: number | undefined;
}

/** By symbol or by a pattern of symbols: `ESM5`, `ES*`. */
export type InstrumentTable = Readonly<Record<string, InstrumentFacts>>;

export interface InstrumentSources {
  /** The session config's `instruments`: speaks first. */
  readonly config?: InstrumentTable | undefined;
  /** The store's `instruments.json`: speaks next. */
  readonly stored?: InstrumentTable | undefined;
  readonly exchangeGroup: string;
  readonly assetClass: AssetClass;
}

/** A share of the US has a finer tick below one dollar (Regulation NMS, rule 612). */
const US_TICK_BELOW_ONE = 0.0001;

/** The instrument of a symbol: for each property the first source that speaks of it. */
export function instrumentOf(symbol: Ticker, sources: InstrumentSources): Instrument {
  const facts = factsOf(symbol, [sources.config, sources.stored]);
  const group = facts.exchange_group ?? sources.exchangeGroup;
  const assetClass = facts.asset_class ?? assetClassOf(symbol, group, sources.assetClass);
  const usual = defaultsOf(symbol, assetClass, group);
  const tickSize = facts.tick_size ?? usual.tickSize;
  const isUsShare = assetClass === 'EQUITY' && facts.tick_size === undefined && usual.currency === 'USD';
  return {
    symbol,
    assetClass,
    currency: facts.currency ?? usual.currency,
    tickSize,
    tickBelowOne: isUsShare ? US_TICK_BELOW_ONE : tickSize,
    quantityStep: facts.quantity_step ?? usual.quantityStep,
    multiplier: facts.multiplier ?? usual.multiplier,
    initialMargin: facts.initial_margin,
    maintenanceMargin: facts.maintenance_margin ?? facts.initial_margin,
  };
}

/** True when a key of a table, with `*` for any letters, names a symbol. Letters match in either case. */
function matchesPattern(pattern: string, symbol: string): boolean {
  const parts = pattern.toUpperCase().split('*');
  const name = symbol.toUpperCase();
  const [first = ''] = parts;
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return name === first;
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const at = name.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return from <= name.length - last.length;
}

/** The facts of all keys that name a symbol: its own key before patterns, patterns in the order of the file. */
function factsOf(symbol: string, tables: readonly (InstrumentTable | undefined)[]): InstrumentFacts {
  const speaking = tables.flatMap((table) => {
    if (table === undefined) return [];
    const own = table[symbol];
    const patterns = Object.keys(table).filter((key) => key !== symbol && matchesPattern(key, symbol));
    return [...(own === undefined ? [] : [own]), ...patterns.map((key) => table[key] ?? {})];
  });
  return Object.assign({}, ...speaking.reverse()) as InstrumentFacts;
}

function assetClassOf(symbol: string, group: string, session: AssetClass): AssetClass {
  if (isIndexName(symbol)) return 'INDEX';
  if (symbol.endsWith('=F')) return 'FUTURE';
  if (symbol.endsWith('=X')) return 'FOREX';
  if (session !== 'EQUITY') return session;
  if (group === 'CRYPTO' || group === 'FOREX') return group;
  return /^(?:CME_|CFE$|ICE_)/.test(group) ? 'FUTURE' : session;
}

function defaultsOf(
  symbol: string,
  assetClass: AssetClass,
  group: string,
): Pick<Instrument, 'currency' | 'tickSize' | 'quantityStep' | 'multiplier'> {
  switch (assetClass) {
    case 'EQUITY':
    case 'INDEX':
      return { currency: currencyOfGroup(group), tickSize: 0.01, quantityStep: 1, multiplier: 1 };
    case 'CRYPTO':
      return { currency: pairOf(symbol)?.quote ?? 'USD', tickSize: 1e-8, quantityStep: 1e-8, multiplier: 1 };
    case 'FOREX': {
      const currency = pairOf(symbol)?.quote ?? 'USD';
      return { currency, tickSize: currency === 'JPY' ? 0.001 : 0.00001, quantityStep: 1, multiplier: 1 };
    }
    case 'FUTURE': {
      const known = knownFuture(symbol);
      return {
        currency: 'USD',
        tickSize: known?.tick ?? 0.01,
        quantityStep: 1,
        multiplier: known?.multiplier,
      };
    }
  }
}
