/** The exchange groups that have a calendar (docs/markets.md): equities by ISO 10383, futures by product family. */
export const EXCHANGE_GROUPS = [
  'US_EQUITY',
  'XLON',
  'XETR',
  'XPAR',
  'XAMS',
  'XMIL',
  'XSWX',
  'XSTO',
  'XTKS',
  'XHKG',
  'XSHG',
  'XNSE',
  'XSES',
  'XASX',
  'XTSE',
  'XKRX',
  'XTAI',
  'BVMF',
  'XJSE',
  'XMEX',
  'CME_EQUITY',
  'CME_ENERGY',
  'CME_METALS',
  'CME_FX',
  'CME_RATES',
  'CME_GRAINS',
  'CFE',
  'ICE_US',
  'CRYPTO',
  'FOREX',
] as const;

export type ExchangeGroup = (typeof EXCHANGE_GROUPS)[number];

/** Other names of a group. */
export const GROUP_ALIASES = { XNYS: 'US_EQUITY', XNAS: 'US_EQUITY' } as const;

/** Every name that `exchange_group` may have. */
export const GROUP_NAMES = [
  ...EXCHANGE_GROUPS,
  ...(Object.keys(GROUP_ALIASES) as (keyof typeof GROUP_ALIASES)[]),
] as const;

/** The group that a name or an alias means; undefined where there is none. */
export function groupNamed(name: string): ExchangeGroup | undefined {
  const aliases: Readonly<Record<string, ExchangeGroup>> = GROUP_ALIASES;
  const group = Object.hasOwn(aliases, name) ? aliases[name] : name;
  return EXCHANGE_GROUPS.find((each) => each === group);
}
