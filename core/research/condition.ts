import { fail, ok, type Result } from '../base/result.ts';
import type { ParameterSet, ParameterValue } from './parameter-set.ts';

/** Whether a point is to be tried. */
export type Condition = (point: ParameterSet) => boolean;

type Expression = (point: ParameterSet) => ParameterValue;

const TOKEN = /\s*(?:(<=|>=|==|!=|&&|\|\||[<>+\-*/()])|(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|(\S))/gy;
const WORDS: Readonly<Record<string, string>> = { and: '&&', or: '||' };

/** Binary operators, the loosest first. */
const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['<', '<=', '>', '>=', '==', '!='],
  ['+', '-'],
  ['*', '/'],
];

/**
 * Reads a condition on parameters: `fast<slow`, `fast*2 <= slow and slow-fast > 5`. It knows numbers, the names of the axes,
 * + - * /, comparisons, `and`, `or` and brackets. Fails with `bad_usage` and the place that cannot be read.
 */
export function parseCondition(text: string, names: readonly string[]): Result<Condition> {
  const parser = new ConditionParser(text, names);
  try {
    const expression = parser.whole();
    return ok((point) => expression(point) === true);
  } catch (error) {
    return fail('bad_usage', `--where "${text}": ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** A parser by recursive descent over the levels of precedence; throws sentences. */
class ConditionParser {
  readonly #tokens: readonly string[];
  readonly #names: readonly string[];
  #next = 0;

  constructor(text: string, names: readonly string[]) {
    this.#tokens = [...text.trim().matchAll(TOKEN)].map(([token]) => token.trim());
    this.#names = names;
  }

  whole(): Expression {
    const expression = this.#level(0);
    const rest = this.#tokens[this.#next];
    if (rest !== undefined) throw new Error(`"${rest}" was not expected`);
    if (!this.#tokens.some((token) => /^(?:[<>]=?|[!=]=)$/.test(token)))
      throw new Error('expected a comparison such as fast<slow');
    return expression;
  }

  #level(level: number): Expression {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#atom();
    let left = this.#level(level + 1);
    for (;;) {
      const token = this.#tokens[this.#next];
      const operator = token === undefined ? undefined : (WORDS[token] ?? token);
      if (operator === undefined || !operators.includes(operator)) return left;
      this.#next++;
      left = combine(operator, left, this.#level(level + 1));
    }
  }

  #atom(): Expression {
    const token = this.#tokens[this.#next++];
    if (token === undefined) throw new Error('it ends too early');
    if (token === '-') {
      const inner = this.#atom();
      return (point) => -Number(inner(point));
    }
    if (token === '(') {
      const inner = this.#level(0);
      if (this.#tokens[this.#next++] !== ')') throw new Error('a bracket is not closed');
      return inner;
    }
    if (/^\d/.test(token)) return () => Number(token);
    if (this.#names.includes(token)) return (point) => point[token] ?? Number.NaN;
    throw new Error(`"${token}" is no parameter of this sweep; known here: ${this.#names.join(', ')}`);
  }
}

function combine(operator: string, left: Expression, right: Expression): Expression {
  const number = (of: Expression, point: ParameterSet): number => Number(of(point));
  switch (operator) {
    case '||':
      return (point) => left(point) === true || right(point) === true;
    case '&&':
      return (point) => left(point) === true && right(point) === true;
    case '<':
      return (point) => number(left, point) < number(right, point);
    case '<=':
      return (point) => number(left, point) <= number(right, point);
    case '>':
      return (point) => number(left, point) > number(right, point);
    case '>=':
      return (point) => number(left, point) >= number(right, point);
    case '==':
      return (point) => left(point) === right(point);
    case '!=':
      return (point) => left(point) !== right(point);
    case '+':
      return (point) => number(left, point) + number(right, point);
    case '-':
      return (point) => number(left, point) - number(right, point);
    case '*':
      return (point) => number(left, point) * number(right, point);
    default:
      return (point) => number(left, point) / number(right, point);
  }
}
