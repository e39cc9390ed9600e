/**
 * The part of the prelude that removes the machine's zone and language from the language: dates are in UTC and print as
 * ISO 8601, texts are compared by their code points, and numbers print as in the root locale. It uses the names that
 * the prelude has taken: `RealDate`, `now`, `apply`, `construct`, `defineProperty`, `uncurry`, `exec`, `OwnString`.
 */
export const DATE_AND_LOCALE = `
  const { UTC: dateUtc, parse: dateParse } = RealDate;
  const isoOf = uncurry(RealDate.prototype.toISOString);
  const stampOfDate = uncurry(RealDate.prototype.getTime);
  const yearOf = uncurry(RealDate.prototype.getUTCFullYear);
  const setYearOf = uncurry(RealDate.prototype.setUTCFullYear);
  const { toPrimitive } = Symbol;
  const OwnTypeError = TypeError;
  const LOCAL_ISO = /^(?:[+-]\\d{6}|\\d{4})(?:-\\d\\d(?:-\\d\\d)?)?T\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d+)?)?$/;
  const PLAIN_ISO = /^(?:[+-]\\d{6}|\\d{4})(?:-\\d\\d(?:-\\d\\d)?)?(?:T\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d+)?)?(?:Z|[+-]\\d\\d:\\d\\d))?$/;
  const NAMES_ZONE = /(?:^|[^a-z])(?:ut|utc|gmt|z|[ecmp][sd]t)(?![a-z])|:\\d\\d[^+-]*[+-]\\d/i;
  /** A text without a zone is UTC's, whatever the machine's is. */
  const stampOfText = (text) => {
    if (exec(PLAIN_ISO, text) !== null) return dateParse(text);
    if (exec(LOCAL_ISO, text) !== null) return dateParse(text + 'Z');
    return dateParse(exec(NAMES_ZONE, text) === null ? text + ' UTC' : text);
  };
  const primitiveOf = (value) => {
    const convert = value[toPrimitive];
    if (convert !== undefined && convert !== null) return apply(convert, value, ['default']);
    const own = value.valueOf?.();
    return own === null || (typeof own !== 'object' && typeof own !== 'function') ? own : OwnString(value);
  };
  const stampOf = (value) => {
    if (value !== null && (typeof value === 'object' || typeof value === 'function')) {
      try {
        return stampOfDate(value);
      } catch {}
      return stampOf(primitiveOf(value));
    }
    return typeof value === 'string' ? stampOfText(value) : +value;
  };

  function SessionDate(...given) {
    if (new.target === undefined) return isoOf(construct(RealDate, [now()]));
    const count = given.length;
    const stamp = count === 0 ? now() : count === 1 ? stampOf(given[0]) : apply(dateUtc, undefined, given);
    return construct(RealDate, [stamp], new.target === SessionDate ? RealDate : new.target);
  }
  const put = (object, name, value) =>
    defineProperty(object, name, { value, writable: true, configurable: true, enumerable: false });
  SessionDate.prototype = RealDate.prototype;
  put(SessionDate, 'now', () => now());
  put(SessionDate, 'UTC', dateUtc);
  put(SessionDate, 'parse', (text) => stampOfText(OwnString(text)));
  put(SessionDate, 'name', 'Date');
  put(RealDate.prototype, 'constructor', SessionDate);
  const own = (name) => RealDate.prototype[name];
  for (const part of ['FullYear', 'Month', 'Date', 'Day', 'Hours', 'Minutes', 'Seconds', 'Milliseconds']) {
    put(RealDate.prototype, 'get' + part, own('getUTC' + part));
    if (part !== 'Day') put(RealDate.prototype, 'set' + part, own('setUTC' + part));
  }
  put(RealDate.prototype, 'getYear', function getYear() { return yearOf(this) - 1900; });
  put(RealDate.prototype, 'setYear', function setYear(year) {
    const full = +year;
    return setYearOf(this, full >= 0 && full <= 99 ? 1900 + (full - (full % 1)) : full);
  });
  put(RealDate.prototype, 'getTimezoneOffset', function getTimezoneOffset() { return stampOfDate(this) * 0; });
  function printed() {
    const stamp = stampOfDate(this);
    return stamp === stamp ? isoOf(this) : 'Invalid Date';
  }
  for (const name of ['toString', 'toDateString', 'toTimeString', 'toLocaleString', 'toLocaleDateString', 'toLocaleTimeString']) {
    put(RealDate.prototype, name, printed);
  }
  put(global, 'Date', SessionDate);

  const unitAt = uncurry(String.prototype.charCodeAt);
  const upperOf = uncurry(String.prototype.toUpperCase);
  const lowerOf = uncurry(String.prototype.toLowerCase);
  // Surrogates stand for what lies above all other units.
  const rankOf = (unit) => (unit >= 0xe000 ? unit - 0x800 : unit >= 0xd800 ? unit + 0x2000 : unit);
  const orderOf = (one, other) => {
    const shared = one.length < other.length ? one.length : other.length;
    for (let at = 0; at < shared; at++) {
      const units = [unitAt(one, at), unitAt(other, at)];
      if (units[0] !== units[1]) return rankOf(units[0]) < rankOf(units[1]) ? -1 : 1;
    }
    return one.length === other.length ? 0 : one.length < other.length ? -1 : 1;
  };
  const spoken = (self, name) => {
    if (self === undefined || self === null) throw new OwnTypeError(name + ' of ' + self);
    return OwnString(self);
  };
  put(String.prototype, 'localeCompare', function localeCompare(other) {
    return orderOf(spoken(this, 'localeCompare'), OwnString(other));
  });
  put(String.prototype, 'toLocaleUpperCase', function toLocaleUpperCase() {
    return upperOf(spoken(this, 'toLocaleUpperCase'));
  });
  put(String.prototype, 'toLocaleLowerCase', function toLocaleLowerCase() {
    return lowerOf(spoken(this, 'toLocaleLowerCase'));
  });
  const numberText = uncurry(Number.prototype.toLocaleString);
  const bigText = uncurry(BigInt.prototype.toLocaleString);
  put(Number.prototype, 'toLocaleString', function toLocaleString(_locale, options) {
    return numberText(this, 'en-US', options);
  });
  put(BigInt.prototype, 'toLocaleString', function toLocaleString(_locale, options) {
    return bigText(this, 'en-US', options);
  });
`;
