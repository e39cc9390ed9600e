/** A stream of random numbers that its seed determines completely. */
export interface Random {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Mean 0, variance 1, within ±√12: the scaled sum of four uniforms. */
  normal(): number;
}

/**
 * sfc32 (Chris Doty-Humphrey, PractRand): 32-bit integers only, so every machine gives the same stream.
 * Nothing here or in the sample uses exp, log or cos, whose last bit the language leaves open.
 */
export function createRandom(seed: string): Random {
  let [a, b, c] = seedWords(seed);
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 15; round++) next(); // the author's advice: forget the first of a fresh seed
  const uniform = (): number => next() / 0x1_0000_0000;
  return { uniform, normal: () => (uniform() + uniform() + uniform() + uniform() - 2) * SQRT_3 };
}

/** Four uniforms have variance 4/12. */
const SQRT_3 = Math.sqrt(3);

/** Three words of a text (FNV-1a, begun at three places). */
function seedWords(seed: string): [number, number, number] {
  const word = (start: number): number => {
    let hash = start | 0;
    for (let index = 0; index < seed.length; index++) {
      hash = Math.imul(hash ^ seed.charCodeAt(index), 0x01000193);
    }
    return hash;
  };
  return [word(0x811c9dc5), word(0x9e3779b9), word(0x85ebca6b)];
}
