/** A price in a sentence, cents at least and a hundredth of one at most: `20.90`, `1.2345`. */
export const priceInWords = (price: number): string => price.toFixed(4).replace(/0{1,2}$/, '');
