import { strFromU8 } from 'fflate';
import { plainName } from './csv/column-roles.ts';
import type { DateOrder } from './csv/csv-plan.ts';
import type { Stamp } from './proposal.ts';

/** A vendor whose files say more than the names of their columns. */
export interface FoundVendor {
  readonly name: string;
  readonly evidence: string;
  /** Zone of times that carry none. */
  readonly zone?: string;
  readonly stamp?: Stamp;
  /** Order of its dates, where they begin with no year. */
  readonly dates?: DateOrder;
}

export interface VendorClues {
  readonly fileName: string;
  readonly head: Uint8Array;
  readonly hasHeader: boolean;
}

interface Vendor extends Omit<FoundVendor, 'evidence'> {
  readonly says: string;
  matches(names: readonly string[], clues: VendorClues, start: string): boolean;
}

const has = (names: readonly string[], ...wanted: readonly string[]): boolean =>
  wanted.every((name) => names.includes(name));

/**
 * Vendors known by a unique mark. A preset that the user names comes first. Sources: the vendors' own export formats,
 * listed in docs/data.md.
 */
const VENDORS: readonly Vendor[] = [
  {
    name: 'cryptodatadownload',
    says: 'its first line is CryptoDataDownload’s address',
    zone: 'UTC',
    stamp: 'open',
    matches: (_, __, start) => /cryptodatadownload/i.test(start),
  },
  {
    name: 'databento',
    says: 'columns are named as Databento names them',
    zone: 'UTC',
    stamp: 'open',
    matches: (names) => has(names, 'tsevent', 'rtype', 'instrumentid'),
  },
  {
    name: 'histdata',
    says: 'its name is HistData’s, whose times are EST without daylight saving',
    zone: 'Etc/GMT+5',
    stamp: 'open',
    matches: (_, { fileName }) => /^DAT_(ASCII|MT|NT|XLSX|MS)_[A-Z]{6}_M1_\d{4,6}/i.test(fileName),
  },
  {
    name: 'tradestation',
    says: 'columns are named as TradeStation names them',
    stamp: 'close',
    dates: 'mdy',
    matches: (names) => has(names, 'date', 'time', 'open', 'up', 'down'),
  },
  {
    name: 'metatrader',
    says: 'columns are named as MetaTrader names them',
    stamp: 'open',
    matches: (names, _, start) => has(names, 'date', 'open', 'tickvol') && /<DATE>/i.test(start),
  },
  {
    name: 'metatrader',
    says: 'its name and rows are those of MetaTrader’s history',
    stamp: 'open',
    matches: (_, { fileName, hasHeader }, start) =>
      !hasHeader &&
      /^\d{4}\.\d{2}\.\d{2}[,;\t ]+\d{2}:\d{2}[,;\t]/.test(start) &&
      /^[A-Z]{6}\w{0,4}?(M|H|D)?(1|5|15|30|60|240|1440)\.(csv|txt)/i.test(fileName),
  },
  {
    name: 'dukascopy',
    says: 'its name is Dukascopy’s',
    stamp: 'open',
    matches: (names, { fileName }) =>
      /_Candlestick_\d+_[SMHD]_(BID|ASK)_/i.test(fileName) || has(names, 'gmttime'),
  },
  {
    name: 'binance',
    says: 'columns are those of Binance’s klines',
    stamp: 'open',
    matches: (names) =>
      has(names, 'opentime', 'closetime', 'quotevolume') ||
      has(names, 'opentime', 'closetime', 'quoteassetvolume'),
  },
];

/** The vendor that a file's marks show; undefined where none does. */
export function vendorOf(names: readonly string[], clues: VendorClues): FoundVendor | undefined {
  const plain = names.map(plainName);
  const start = strFromU8(clues.head.subarray(0, 200));
  const found = VENDORS.find((vendor) => vendor.matches(plain, clues, start));
  if (found === undefined) return undefined;
  const { name, says, zone, stamp, dates } = found;
  return {
    name,
    evidence: says,
    ...(zone === undefined ? {} : { zone }),
    ...(stamp === undefined ? {} : { stamp }),
    ...(dates === undefined ? {} : { dates }),
  };
}
