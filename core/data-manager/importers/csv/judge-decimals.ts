import { COMMA, DOT, type PriceColumns } from './csv-plan.ts';

interface JudgedDecimals {
  readonly mark: number;
  readonly question?: string;
}

/** `12,5`, `1.230,10`: a comma that can only be a decimal mark. */
const DECIMAL_COMMA = /^[^\d]*\d{1,3}(?:[.' ]\d{3})+,\d+|^[^\d]*\d+,(?:\d{1,2}|\d{4,})(?!\d)/;
/** `12.5`, `1,230.10`: a dot that can only be a decimal mark. */
const DECIMAL_DOT = /^[^\d]*\d{1,3}(?:[,' ]\d{2,3})+\.\d+|^[^\d]*\d+\.(?:\d{1,2}|\d{4,})(?!\d)/;
/** `1,234`, `12.345`: one mark, three digits behind it. */
const EITHER = /^[^\d]*\d{1,3}([.,])\d{3}$/;

/**
 * Which mark prices have before their decimals. Prices that show it decide; where all have three digits behind one mark,
 * a comma in a file cut by semicolons is a decimal mark only where a reader would not take `1,234` for a thousand.
 */
export function judgeDecimals(
  rows: readonly (readonly string[])[],
  series: readonly PriceColumns[],
  delimiter: number,
  { path, wish }: { readonly path: string; readonly wish?: '.' | ',' | undefined },
): JudgedDecimals {
  if (wish !== undefined) return { mark: wish === ',' ? COMMA : DOT };
  const prices = rows.flatMap((row) =>
    series.flatMap(({ open, high, low, close }) =>
      [open, high, low, close].map((column) => row[column] ?? ''),
    ),
  );
  const commas = prices.filter((price) => DECIMAL_COMMA.test(price)).length;
  const dots = prices.filter((price) => DECIMAL_DOT.test(price)).length;
  if (commas !== dots) return { mark: commas > dots ? COMMA : DOT };
  const marks = new Set(prices.map((price) => EITHER.exec(price)?.[1]).filter((mark) => mark !== undefined));
  // A comma cuts the fields, or dollars are written as Americans write them.
  if (delimiter === COMMA || prices.every((price) => price.startsWith('$'))) return { mark: DOT };
  if (!marks.has(','))
    return isThousandsOrThree(prices, delimiter, path)
      ? { mark: DOT, question: dotQuestion(prices) }
      : { mark: DOT };
  const question =
    'Prices like ' +
    `${prices.find((price) => EITHER.test(price))} could be thousands or have three decimals; decimals are assumed. ` +
    '--decimal , says that a comma is the decimal mark, --decimal . that it groups thousands.';
  // A price without any mark among them is near the others in one reading alone.
  const whole = prices.filter((price) => /^\d+$/.test(price)).map(Number);
  const grouped = prices.filter((price) => EITHER.test(price)).map((price) => Number(price.replace(',', '')));
  const isNear = whole.some((price) => grouped.some((other) => other / price < 3 && price / other < 3));
  return isNear ? { mark: DOT } : { mark: COMMA, question };
}

const SEMICOLON = 59;

/** Currencies whose prices have three decimals. */
const THREE_DECIMALS = /JPY|HUF|KRW|THB|XAG/i;

/** `61.000` in a file cut by semicolons, as Europeans write: sixty-one with three decimals, or sixty-one thousand. */
function isThousandsOrThree(prices: readonly string[], delimiter: number, path: string): boolean {
  const written = prices.filter((price) => price !== '');
  return (
    delimiter === SEMICOLON &&
    written.length > 0 &&
    written.every((price) => EITHER.test(price)) &&
    !THREE_DECIMALS.test(path)
  );
}

const dotQuestion = (prices: readonly string[]): string =>
  `Prices like ${prices[0]} could be thousands or have three decimals; decimals are assumed. ` +
  '--decimal . says that a dot is the decimal mark, --decimal , that it groups thousands.';
