import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divideHalfEven, fromDecimal, printNumber, subtract, toDecimal } from '../../../core/base/decimal.ts';
import { asTicker } from '../../../core/base/epoch-ms.ts';
import { fromMoney, partOf, printAmount, printMoney, toMoney } from '../../../core/execution/money.ts';
import { meanPrice, Tradable } from '../../../core/execution/tradable.ts';
import { instrumentOf, type AssetClass, type InstrumentFacts } from '../../../core/model/instrument.ts';

const tradable = (symbol: string, assetClass: AssetClass, facts: InstrumentFacts = {}): Tradable =>
  new Tradable(
    instrumentOf(asTicker(symbol), {
      config: { [symbol]: facts },
      exchangeGroup: 'US_EQUITY',
      assetClass,
    }),
  );

const SHARE = tradable('AAPL', 'EQUITY');
const BTC = tradable('BTC/USDT', 'CRYPTO');
const COIN = tradable('PEPE/USDT', 'CRYPTO');
const ES = tradable('ESM5', 'FUTURE');
const MES = tradable('MESM5', 'FUTURE');
const MYM = tradable('MYMM5', 'FUTURE');
const YEN = tradable('USDJPY', 'FOREX');
const EURO = tradable('EURUSD', 'FOREX');
const YEN_FUTURE = tradable('6JM5', 'FUTURE');
const BOND = tradable('ZBM5', 'FUTURE');
const CORN = tradable('ZCN5', 'FUTURE');

describe('a decimal', () => {
  it.each([
    [0.1, '0.1'],
    [97_431.27, '97431.27'],
    [0.000020911, '0.000020911'],
    [1e-12, '0.000000000001'],
    [-37.63, '-37.63'],
    [0, '0'],
    [123_456_789.125, '123456789.125'],
    [439.9800109863281, '439.980010986328'],
  ])('of %d is %s', (value, text) => expect(printNumber(value)).toBe(text));

  it('names its double again, up to 12 places', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
        fc.integer({ min: 0, max: 12 }),
        (digits, places) => {
          const value = Number(`${digits}e-${places}`);
          expect(fromDecimal(toDecimal(value))).toBe(value);
        },
      ),
    );
  });

  it('subtracts as people do', () => expect(subtract(100.03, 100)).toBe(0.03));

  it.each([
    [5n, 2n, 2n],
    [7n, 2n, 4n],
    [-5n, 2n, -2n],
    [-7n, 2n, -4n],
    [8n, 3n, 3n],
    [-8n, 3n, -3n],
    [7n, 3n, 2n],
    [0n, 3n, 0n],
  ])('%d / %d rounds half to even: %d', (value, by, result) =>
    expect(divideHalfEven(value, by)).toBe(result),
  );
});

/** Worked by hand: price × quantity × multiplier to 1e-8 of the currency. */
const NOTIONALS: readonly [what: string, unit: Tradable, price: number, quantity: number, money: string][] = [
  ['shares', SHARE, 100.01, 7, '700.07'],
  ['a share under a dollar', SHARE, 0.1234, 1_000, '123.4'],
  ['a share of six digits', SHARE, 612_345.67, 3, '1837037.01'],
  ['a share with four places', SHARE, 33.3317, 10, '333.317'],
  ['the most shares', SHARE, 8_999.99, 100_000_000, '899999000000'],
  ['a coin at five digits', BTC, 97_431.27, 1, '97431.27'],
  ['12,345 of its smallest parts', BTC, 97_431.27, 0.00012345, '12.02789028'],
  ['one of its smallest parts', BTC, 97_431.27, 1e-8, '0.00097431'],
  ['a tenth', BTC, 97_431.27, 0.1, '9743.127'],
  ['many coins and a part', BTC, 97_431.27, 123.45678901, '12028551.74336634'],
  ['half a unit rounds to even: down', BTC, 0.5, 1e-8, '0'],
  ['half a unit rounds to even: up', BTC, 1.5, 1e-8, '0.00000002'],
  ['a coin far under a cent', COIN, 0.000020911, 1, '0.00002091'],
  ['ten million of them', COIN, 0.000020911, 10_000_000, '209.11'],
  ['a hundred million of them', COIN, 0.000020911, 100_000_000, '2091.1'],
  ['a thousand million of them', COIN, 0.000020911, 1_000_000_000, '20911'],
  ['a part of one', COIN, 0.000020911, 12_345.678, '0.25816047'],
  ['an E-mini', ES, 6_050.25, 1, '302512.5'],
  ['fifty E-minis', ES, 6_050.25, 50, '15125625'],
  ['an E-mini at a tick', ES, 0.25, 1, '12.5'],
  ['a micro', MES, 6_050.25, 3, '90753.75'],
  ['a micro at a tick', MES, 0.25, 1, '1.25'],
  ['a multiplier under 1', MYM, 44_123, 3, '66184.5'],
  ['a bond at a 32nd', BOND, 110.28125, 2, '220562.5'],
  ['corn in cents', CORN, 447.25, 5, '111812.5'],
  ['the yen future at its tick', YEN_FUTURE, 0.0000005, 1, '6.25'],
  ['the yen future', YEN_FUTURE, 0.0066835, 2, '167087.5'],
  ['crude oil below zero', tradable('CLK0', 'FUTURE'), -37.63, 2, '-75260'],
  ['a thousand dollars in yen', YEN, 149.873, 1_000, '149873'],
  ['a hundred thousand dollars in yen', YEN, 149.8735, 100_000, '14987350'],
  ['euros with five places', EURO, 1.03064, 100_000, '103064'],
  ['euros with six places', EURO, 1.030645, 12_345, '12723.312525'],
]; // prettier-ignore

describe('a notional', () => {
  it.each(NOTIONALS)('of %s is exact', (_what, unit, price, quantity, money) => {
    const steps = unit.stepsOf(quantity);
    expect(steps).toBeDefined();
    expect(unit.quantityOf(steps as number)).toBe(quantity);
    expect(unit.notional(price, steps as number)).toBe(toMoney(Number(money)));
    expect(unit.value(price, steps as number)).toBeCloseTo(Number(money), 7);
  });

  it('is the same by the short way for shares as by whole arithmetic', () => {
    const whole = tradable('X', 'EQUITY', { quantity_step: 0.5, multiplier: 2 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 1, max: 1e6 }), (price, shares) => {
        expect(SHARE.notional(price / 10_000, shares)).toBe(whole.notional(price / 10_000, shares));
      }),
    );
  });

  it('is what parts of it sum to', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 18n }),
        fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 20 }),
        (money, parts) => {
          let left = parts.reduce((sum, each) => sum + each, 0);
          let rest = money;
          let sum = 0n;
          for (const part of parts) {
            const taken = partOf(rest, part, left);
            sum += taken;
            rest -= taken;
            left -= part;
          }
          expect(sum).toBe(money);
        },
      ),
    );
  });
});

describe('quantities and ticks', () => {
  it.each<[Tradable, number, number | undefined]>([
    [SHARE, 1.5, undefined],
    [SHARE, 2, 2],
    [BTC, 0.00012345, 12_345],
    [BTC, 0.000123455, undefined],
    [BTC, 0.3, 30_000_000],
    [COIN, 1_000_000_000, 1e17],
    [ES, 0.5, undefined],
  ])('counts whole steps', (unit, quantity, steps) => expect(unit.stepsOf(quantity)).toBe(steps));

  it.each<[Tradable, number, boolean]>([
    [SHARE, 100.01, true],
    [SHARE, 100.005, false],
    [SHARE, 0.1234, true],
    [SHARE, 0.12345, false],
    [ES, 6_050.25, true],
    [ES, 6_050.3, false],
    [BOND, 110.28125, true],
    [BOND, 110.28, false],
    [YEN_FUTURE, 0.0066835, true],
    [YEN_FUTURE, 0.0066832, false],
    [YEN, 149.873, true],
    [YEN, 149.8735, false],
    [BTC, 97_431.27, true],
    [COIN, 0.000020911, false],
  ])('knows prices off the tick', (unit, price, is) => expect(unit.isOnTick(price)).toBe(is));

  it('names the two nearest prices', () => {
    expect(ES.nearestTicks(6_050.3)).toEqual([6_050.25, 6_050.5]);
    expect(SHARE.nearestTicks(100.005)).toEqual([100, 100.01]);
    expect(SHARE.nearestTicks(0.12345)).toEqual([0.1234, 0.1235]);
  });

  it('rounds only away from the price that was seen', () => {
    expect(ES.roundAgainst(6_050.25, 6_050.3)).toBe(6_050.5);
    expect(ES.roundAgainst(6_050.25, 6_050.2)).toBe(6_050);
    expect(SHARE.roundAgainst(33.33, 33.3317)).toBe(33.34);
    expect(SHARE.roundAgainst(33.33, 33.3283)).toBe(33.32);
    expect(SHARE.roundAgainst(100, 100.03)).toBe(100.03);
    // A tick larger than the price says nothing of it.
    expect(SHARE.roundAgainst(0.00002, 0.000021)).toBe(0.000021);
  });

  it('gives prices back that went through 32-bit floats, and touches no other', () => {
    expect(SHARE.asPrinted(Math.fround(439.98))).toBe(439.98);
    expect(SHARE.asPrinted(439.980010986328)).toBe(439.98);
    for (const price of [439.9801, 100.125, 33.3317, 0.00002091]) expect(SHARE.asPrinted(price)).toBe(price);
    expect(COIN.asPrinted(0.000020911)).toBe(0.000020911);
    expect(ES.asPrinted(6_050.25)).toBe(6_050.25);
  });

  it('has the mean of prices', () => {
    const sum = toDecimal(100.01) * 3n + toDecimal(100.04) * 6n;
    expect(meanPrice(sum, 9)).toBe(100.03);
    expect(meanPrice(toDecimal(0.000020911) * 5n, 5)).toBe(0.000020911);
  });
});

describe('money', () => {
  it.each([
    [39_100, '39,100.00'],
    [-0.5, '-0.50'],
    [5_000.555, '5,000.5550'],
    [0.00002091, '0.00002091'],
    [899_999_999_999.5, '899,999,999,999.50'],
  ])('%d is printed as %s', (amount, text) => {
    expect(printAmount(amount)).toBe(text);
    expect(fromMoney(toMoney(amount))).toBe(amount);
  });

  it('sums a million fills to the last unit', () => {
    let sum = 0n;
    for (let fill = 0; fill < 1_000_000; fill++) sum += COIN.notional(0.000020911, 12_345_678);
    expect(sum).toBe(COIN.notional(0.000020911, 12_345_678) * 1_000_000n);
    expect(printMoney(sum)).toBe('2.58');
  });

  it('has an end, which throws', () => {
    expect(() => toMoney(9.1e11)).toThrow('9e11');
    expect(toMoney(9e11)).toBe(9n * 10n ** 19n);
  });
});
