import type { Stamp } from '../proposal.ts';

/** The roles of a column. */
export type Role = 'time' | 'date' | 'clock' | 'open' | 'high' | 'low' | 'close' | 'volume' | 'symbol';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

/**
 * Names that vendors and spreadsheets give their columns, as `plainName` writes them; a name further left is preferred.
 * In English, German, French, Spanish, Portuguese, Italian, Dutch, Polish, Japanese, Chinese and Korean.
 */
const NAMES: Readonly<Record<Exclude<Role, 'date' | 'clock'>, readonly string[]>> = {
  time: words(`t timestamp datetime timestamputc datetimeutc utctimestamp utcdatetime time date ts tsevent windowstart
    opentime opentimeiso opentimestamp tsopen barstart bartime barbegin bartimestamp start startat startsat starttime
    starttimestamp begin begintime bob candlebegintime candletime candlestarttime periodstart bucket when unix unixtime
    unixtimestamp unixtimestampms epoch epochtime epochms dt day gmttime utc utctime utcdate timeutc dateutc timegmt dategmt
    localtime localdatetime datum zeit datumzeit timekey timestampms timems datems tradedate tradingdate tradingday tradetime
    pricedate quotedate businessdate caldt datadate asof asofdate date1 index level0 unnamed0 indexlevel0 datetimelocal datetimestamp
    closetime closetimestamp tsclose barend barclose endtime endtimestamp windowend periodend eob candleendtime
    datetimeet datetimeest timeest timeet datetimeny ingestiontime fecha fechahora data dataora datahora dataczas datumtijd
    日付 日時 日期 时间 時間 交易日期 日付時刻 일자 날짜`),
  open: words(`o open openprice 1open openp popen priceopen first firstprice firsttradeprice opn openbid bidopen midopen erster
    eroffnung eroffnungskurs eroeffnung anfang ouverture ouv apertura abertura otwarcie opening openingprice
    始値 开盘 開盤 开盘价 開盤價 시가`),
  high: words(`h high highprice 2high pricehigh phigh max maxprice highest hi bidhigh midhigh hoch hochst tageshoch haut plushaut
    maximo maxima massimo maksimum najwyzszy hoog dayhigh 高値 最高 最高价 最高價 고가`),
  low: words(`l low lowprice 3low pricelow plow min minprice lowest lo bidlow midlow tief tiefst tagestief bas plusbas minimo minima
    minimum najnizszy laag daylow 安値 最低 最低价 最低價 저가`),
  close:
    words(`c close closeprice 4close priceclose pclose closelast last lastprice lasttradeprice cls closing closingprice settle settleprice bidclose
    midclose schluss schlusskurs letzter cloture clot dernier cierre ultimo fechamento chiusura zamkniecie slot slotkoers
    終値 收盘 收盤 收盘价 收盤價 종가 closeadj price preis prix precio`),
  volume:
    words(`v volume vol 5volume tradevolume totalvolume tradedvolume volumetraded volumebase basevolume basevol volshares volumeshares
    shares sharestraded totaltradequantity totaltradedquantity ttltrdqnty tottrdqty tradedquantity totaltradedqty qty quantity size
    contracts lots stck stuck stuecke realvolume volumen wolumen umsatz
    出来高 成交量 거래량`),
  symbol:
    words(`symbol sym ticker tickersymbol s instrument instrumentname code tscode symbolname tradingsymbol secid secucode
    stockcode stocksymbol stock asset security pair market contract root name actsymbol kode`),
};

/**
 * Volumes that count price changes, not traded quantities: taken where there is no other volume, or where that one is
 * 0.
 */
const TICK_VOLUMES = words('tickvol tickvolume ticks tickcount volumetick');

/** Shares that traded up and down: their sum is the volume (TradeStation). */
const UP = words('up upvolume upvol');
const DOWN = words('down dn downvolume downvol');

/** Two columns that make one time together. */
const DATE_NAMES = words(
  'date day dtyyyymmdd yyyymmdd tradedate tradingdate tradingday datum fecha data 日付 日期 date1',
);
const CLOCK_NAMES = words(
  'time clock timeofday hour hhmmss hhmm timehhmmss zeit uhrzeit hora ora heure tijd godzina czas 時刻 时间 時間 tradetime',
);

/** Words within a name that say that a volume is an amount of money, or a share of the volume. */
const MONEY =
  /quote|usd|eur|gbp|jpy|dollar|euro|amount|turnover|value|notional|umsatzin|money|taker|buy|sell|avg|average|mean|sma|ema|adv|ratio|percent|change|delta|imbalance/;
const UNITS = /vol|qty|quantity|shares|contracts/;

/** A column name in small letters without marks, spaces and accents: `Eröffnung` is `eroffnung`, `<TICKVOL>` is `tickvol`. */
export const plainName = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ł', 'l')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .normalize('NFC');

export interface FoundRoles {
  readonly roles: ReadonlyMap<Role, number>;
  /** A column whose values are added to those of the volume. */
  readonly volumeToo?: number;
  /** Ticks counted as volume, where the file has both. */
  readonly tickVolume?: number;
  /** Columns whose name mentions both a volume and money: taken for neither without the user's word. */
  readonly moneyVolumes: readonly number[];
}

/** Finds the columns of a bar by their names. A column that is not found is absent. */
export function findRoles(names: readonly string[]): FoundRoles {
  const plain = names.map(plainName);
  const roles = new Map<Role, number>();
  const find = (candidates: readonly string[]): number => {
    for (const candidate of candidates) {
      const index = plain.indexOf(candidate);
      if (index >= 0) return index;
    }
    return -1;
  };
  for (const role of ['open', 'high', 'low', 'close', 'symbol', 'time'] as const) {
    const index = find(NAMES[role]);
    if (index >= 0) roles.set(role, index);
  }
  const date = find(DATE_NAMES);
  const clock = find(CLOCK_NAMES);
  if (date >= 0 && clock >= 0 && date !== clock) {
    roles.delete('time');
    roles.set('date', date).set('clock', clock);
  }
  return { roles, ...volumesOf(names, plain, find, roles) };
}

function volumesOf(
  names: readonly string[],
  plain: readonly string[],
  find: (candidates: readonly string[]) => number,
  roles: Map<Role, number>,
): Omit<FoundRoles, 'roles'> {
  const moneyVolumes = plain.flatMap((name, index) =>
    /vol/.test(name) && (MONEY.test(name) || quoteOf(names[index] ?? '') !== undefined) ? [index] : [],
  );
  const tick = find(TICK_VOLUMES);
  const [up, down] = [find(UP), find(DOWN)];
  // Ariva and other German pages write units as `Stücke` and money as `Volumen`.
  const units = find(words('stuecke stucke stuck'));
  let volume = units >= 0 ? units : find(NAMES.volume);
  if (volume < 0) {
    volume = plain.findIndex(
      (name, index) =>
        UNITS.test(name) && !MONEY.test(name) && !moneyVolumes.includes(index) && index !== tick,
    );
  }
  if (volume < 0) volume = baseVolume(names, moneyVolumes);
  if (volume >= 0) roles.set('volume', volume);
  else if (up >= 0 && down >= 0) {
    roles.set('volume', up);
    return { volumeToo: down, moneyVolumes };
  } else if (tick >= 0) roles.set('volume', tick);
  const rest = moneyVolumes.filter((index) => index !== roles.get('volume'));
  return { moneyVolumes: rest, ...(tick >= 0 && volume >= 0 ? { tickVolume: tick } : {}) };
}

const CURRENCIES = /^(USD|USDT|USDC|BUSD|TUSD|FDUSD|DAI|EUR|GBP|JPY|KRW|TRY|BRL|INR|CHF|CAD|AUD)$/i;

/** The asset of `Volume BTC`, `Volume(BTC)`, `volume_usdt`. */
const quoteOf = (name: string): string | undefined =>
  /^\s*vol(?:ume)?[\s_.(-]+([A-Za-z0-9]{2,10})\)?\s*$/i.exec(name)?.[1];

/** Of columns like `Volume BTC` and `Volume USD` the one that counts no currency. */
function baseVolume(names: readonly string[], candidates: readonly number[]): number {
  const bases = candidates.filter((index) => {
    const asset = quoteOf(names[index] ?? '');
    return asset !== undefined && !CURRENCIES.test(asset) && !MONEY.test(plainName(asset));
  });
  return bases.length === 1 ? (bases[0] as number) : -1;
}

/** Finds the columns of a bar by their names, in short. */
export const rolesByName = (names: readonly string[]): ReadonlyMap<Role, number> => findRoles(names).roles;

/** Names of times, most telling first. */
export const timeRank = (name: string): number => NAMES.time.indexOf(plainName(name));

/** True for a name that speaks of a time, even if no vendor is known to use it. */
export const speaksOfTime = (name: string): boolean =>
  timeRank(name) >= 0 || /time|date|stamp|epoch|unix|^ts|ts$|utc|gmt|zeit|datum/.test(plainName(name));

/** The meaning of a time column's name for its times. */
export interface TimeNameHints {
  readonly zone?: string;
  readonly stamp?: Stamp;
}

export function timeNameHints(name: string): TimeNameHints {
  const plain = plainName(name);
  const zone = /utc|gmt/.test(plain)
    ? 'UTC'
    : /(^|[^a-z])(et|est|edt|eastern|newyork|ny)$/i.test(name.trim()) || /newyork|eastern/.test(plain)
      ? 'America/New_York'
      : undefined;
  const opens = /open|start|begin|^bob$/.test(plain);
  const closes = /close|end(time|stamp|ts)?$|^eob$|windowend/.test(plain);
  return {
    ...(zone === undefined ? {} : { zone }),
    ...(opens === closes ? {} : { stamp: opens ? 'open' : 'close' }),
  };
}
