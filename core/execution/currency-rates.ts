import { asTicker, type Ticker } from '../base/epoch-ms.ts';
import { pairOf } from '../model/symbol-forms.ts';

/** The form of a currency pair in symbols. */
const SPELLINGS = ['', '/', '-', '_', '.'] as const;

/**
 * The value of one unit of a currency in the account's: by the last price of a pair in the session (in either
 * direction), otherwise by the config's `currency_rates`.
 */
export class CurrencyRates {
  readonly #accountOf: () => string;
  #account: string | undefined;
  readonly #named: Readonly<Record<string, number>>;
  readonly #fixed = new Map<string, number>();
  readonly #symbols = new Map<string, readonly Ticker[]>();
  /** The last known rate: a pair may leave the session while a position in its currency is open. */
  readonly #last = new Map<string, number>();

  /** `fixed`: by pair, `EURUSD: 1.08` for 1.08 dollars a euro. */
  constructor(accountOf: () => string, fixed: Readonly<Record<string, number>> = {}) {
    this.#accountOf = accountOf;
    this.#named = fixed;
  }

  /** The account's currency. It can depend on the store's facts of a symbol, so it is read on first use. */
  get account(): string {
    if (this.#account === undefined) {
      const account = this.#accountOf();
      this.#account = account;
      for (const [name, rate] of Object.entries(this.#named)) {
        const pair = pairOf(name);
        if (pair?.quote === account) this.#fixed.set(pair.base, rate);
        else if (pair?.base === account) this.#fixed.set(pair.quote, 1 / rate);
      }
    }
    return this.#account;
  }

  /** Undefined without a pair or a rate for it. */
  rate(currency: string, priceOf: (symbol: Ticker) => number | undefined): number | undefined {
    if (currency === this.account) return 1;
    const known = this.#byPair(currency, priceOf) ?? this.#fixed.get(currency) ?? this.#last.get(currency);
    if (known !== undefined) this.#last.set(currency, known);
    return known;
  }

  #byPair(currency: string, priceOf: (symbol: Ticker) => number | undefined): number | undefined {
    const [direct, inverse] = [this.#spelled(currency, this.account), this.#spelled(this.account, currency)];
    for (const symbol of direct) {
      const price = priceOf(symbol);
      if (price !== undefined && price > 0) return price;
    }
    for (const symbol of inverse) {
      const price = priceOf(symbol);
      if (price !== undefined && price > 0) return 1 / price;
    }
    return undefined;
  }

  #spelled(base: string, quote: string): readonly Ticker[] {
    const known = this.#symbols.get(base + quote);
    if (known !== undefined) return known;
    const names = SPELLINGS.map((between) => `${base}${between}${quote}`);
    const all = [...names, `${base}${quote}=X`, ...(base === 'USD' ? [`${quote}=X`] : [])].map(asTicker);
    this.#symbols.set(base + quote, all);
    return all;
  }
}
