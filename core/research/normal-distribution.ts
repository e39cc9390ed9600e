/**
 * Cumulative distribution function of the standard normal distribution, to about 1e-15.
 * Uses the rational approximations of erfc by W. J. Cody, "Rational Chebyshev approximation for the error function",
 * Math. Comp. 23 (1969).
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  return z < 0 ? erfc(-z / Math.SQRT2) / 2 : 1 - erfc(z / Math.SQRT2) / 2;
}

/**
 * Inverse of `normalCdf` for 0 < p < 1, to about 1e-15: algorithm AS 241 (PPND16), M. J. Wichura, Applied Statistics 37
 * (1988). Returns -Infinity at 0, Infinity at 1 and NaN outside.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p === 0) return Number.NEGATIVE_INFINITY;
  if (p === 1) return Number.POSITIVE_INFINITY;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(CENTRE_TOP, r)) / polynomial(CENTRE_BOTTOM, r);
  }
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const value =
    r <= 5
      ? polynomial(MIDDLE_TOP, r - 1.6) / polynomial(MIDDLE_BOTTOM, r - 1.6)
      : polynomial(TAIL_TOP, r - 5) / polynomial(TAIL_BOTTOM, r - 5);
  return q < 0 ? -value : value;
}

/** erfc(x) for x >= 0. */
function erfc(x: number): number {
  if (x <= 0.46875) return 1 - (x * polynomial(ERF_TOP, x * x)) / polynomial(ERF_BOTTOM, x * x);
  if (x > 26.6) return 0;
  // exp(-x²) in two factors, so that the square's rounding error does not grow with x.
  const coarse = Math.trunc(x * 16) / 16;
  const scale = Math.exp(-coarse * coarse) * Math.exp(-(x - coarse) * (x + coarse));
  if (x <= 4) return (scale * polynomial(ERFC_TOP, x)) / polynomial(ERFC_BOTTOM, x);
  const z = 1 / (x * x);
  const ratio = (z * polynomial(FAR_TOP, z)) / polynomial(FAR_BOTTOM, z);
  return (scale * (1 / Math.sqrt(Math.PI) - ratio)) / x;
}

/** Coefficients from the constant term up. */
const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);

const ERF_TOP = [
  3209.37758913846947, 377.485237685302021, 113.864154151050156, 3.1611237438705656, 0.185777706184603153,
];
const ERF_BOTTOM = [2844.23683343917062, 1282.61652607737228, 244.024637934444173, 23.6012909523441209, 1];
const ERFC_TOP = [
  1230.33935479799725, 2051.07837782607147, 1712.04761263407058, 881.95222124176909, 298.635138197400131,
  66.1191906371416295, 8.88314979438837594, 0.564188496988670089, 2.15311535474403846e-8,
];
const ERFC_BOTTOM = [
  1230.33935480374942, 3439.36767414372164, 4362.61909014324716, 3290.79923573345963, 1621.38957456669019,
  537.181101862009858, 117.693950891312499, 15.7449261107098347, 1,
];
const FAR_TOP = [
  6.58749161529837803e-4, 0.0160837851487422766, 0.125781726111229246, 0.360344899949804439,
  0.305326634961232344, 0.0163153871373020978,
];
const FAR_BOTTOM = [
  2.33520497626869185e-3, 0.0605183413124413191, 0.527905102951428412, 1.87295284992346047,
  2.56852019228982242, 1,
];
const CENTRE_TOP = [
  3.3871328727963666, 133.14166789178438, 1971.5909503065514, 13731.693765509461, 45921.95393154987,
  67265.7709270087, 33430.57558358813, 2509.0809287301227,
];
const CENTRE_BOTTOM = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586596, 39307.89580009271,
  28729.085735721943, 5226.495278852545,
];
const MIDDLE_TOP = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
  0.2417807251774506, 0.022723844989269184, 7.745450142783414e-4,
];
const MIDDLE_BOTTOM = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
  5.475938084995345e-4, 1.0507500716444169e-9,
];
const TAIL_TOP = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
  0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
];
const TAIL_BOTTOM = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 7.868691311456133e-4, 1.8463183175100548e-5,
  1.421511758316446e-7, 2.0442631033899397e-15,
];
