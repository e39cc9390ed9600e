import { nearestWord } from '../../base/nearest-word.ts';
import { type Result, fail, ok } from '../../base/result.ts';
import type { ParameterDefinition, Parameters } from './parameters.ts';

/** The parts of a definition against which a spec's parameters are checked. */
interface Checked {
  readonly name: string;
  readonly parameters: readonly ParameterDefinition[];
  readonly contradiction?: (parameters: Parameters) => string | undefined;
}

/** Keys of a spec that are not parameters. */
const NOT_PARAMETERS: ReadonlySet<string> = new Set(['name', 'interval', 'unit']);

/** The error in one value, in words; undefined when there is none. */
function complaint(definition: ParameterDefinition, value: unknown): string | undefined {
  const { min, max, integer } = definition;
  const range = `${min} to ${max}`;
  if (typeof value !== 'number' || Number.isNaN(value)) {
    const shown = typeof value === 'string' ? `"${value}"` : String(value);
    return `${shown} is not a number, expected ${range}`;
  }
  if (value < min || value > max) return `${value} is outside ${range}`;
  return integer && !Number.isInteger(value)
    ? `${value} is not a whole number, expected ${range}`
    : undefined;
}

function unknownParameter(definition: Checked, key: string): string {
  const known = definition.parameters.map((each) => each.name);
  const nearest = nearestWord(key, known);
  const meant = nearest === undefined ? `it takes ${known.join(', ') || 'none'}` : `did you mean ${nearest}?`;
  return `${definition.name}: there is no parameter ${key}; ${meant}`;
}

/**
 * Checks the parameters of a spec against a definition's table and fills in defaults.
 * Fails with `bad_config`, naming the parameter, the value and the range: `sma: period 0 is outside 1 to 5000`.
 */
export function checkParameters(
  definition: Checked,
  spec: Readonly<Record<string, unknown>>,
): Result<Parameters> {
  const { name } = definition;
  const unknown = Object.keys(spec).find(
    (key) => !NOT_PARAMETERS.has(key) && !definition.parameters.some((each) => each.name === key),
  );
  if (unknown !== undefined) return fail('bad_config', unknownParameter(definition, unknown));
  const parameters: Record<string, number> = {};
  for (const each of definition.parameters) {
    const value = spec[each.name] ?? each.default;
    const wrong = complaint(each, value);
    if (wrong !== undefined) return fail('bad_config', `${name}: ${each.name} ${wrong}`);
    parameters[each.name] = value as number;
  }
  const contradiction = definition.contradiction?.(parameters);
  return contradiction === undefined ? ok(parameters) : fail('bad_config', `${name}: ${contradiction}`);
}

/** The failure for an unknown indicator name, with the nearest known one. */
export function unknownIndicator(name: string, names: readonly string[]): ReturnType<typeof fail> {
  const nearest = nearestWord(name, names);
  const meant = nearest === undefined ? `there are ${names.join(', ')}` : `did you mean ${nearest}?`;
  return fail('bad_config', `There is no indicator ${name}; ${meant}`);
}
