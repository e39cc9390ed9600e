import { sessionConfigSchema } from './session-config.ts';

/** One key of a session config, read from the schema. */
export interface ConfigKey {
  /** `session_data_config.streaming.catchup_threshold_seconds`; `[]` is each entry of a list. */
  readonly path: string;
  /** The allowed values, in words: `number, 1 to 86400`, `"mark" or "skip"`. */
  readonly expects: string;
  /** As printed; undefined for a key without a default of its own. */
  readonly byDefault: string | undefined;
  readonly required: boolean;
  readonly description: string;
}

interface Schema {
  readonly def: {
    readonly type: string;
    readonly innerType?: Schema;
    readonly shape?: Readonly<Record<string, Schema>>;
    readonly element?: Schema;
    readonly options?: readonly Schema[];
    readonly entries?: Readonly<Record<string, string>>;
    readonly values?: readonly string[];
    readonly defaultValue?: unknown;
  };
  readonly description?: string;
  readonly minValue?: number | null;
  readonly maxValue?: number | null;
}

/** Every key of the schema, in its order; documentation and forms are generated from it. */
export function describeSessionConfig(): readonly ConfigKey[] {
  const keys = new Map<string, ConfigKey>();
  for (const option of sessionConfigSchema.options as unknown as readonly Schema[]) {
    for (const key of keysOf(option, '')) {
      const there = keys.get(key.path);
      const differs = there !== undefined && there.expects !== key.expects;
      if (there === undefined) keys.set(key.path, key);
      else if (differs) keys.set(key.path, { ...there, expects: `${there.expects} or ${key.expects}` });
    }
  }
  return [...keys.values()];
}

function keysOf(schema: Schema, prefix: string): ConfigKey[] {
  const { shape } = unwrap(schema).schema.def;
  if (shape === undefined) return [];
  return Object.entries(shape).flatMap(([name, field]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const { schema: inner, defaultValue, hasDefault, description } = unwrap(field);
    const isObject = inner.def.type === 'object';
    const own: ConfigKey = {
      path,
      expects: expectation(inner),
      byDefault: hasDefault && !isObject ? JSON.stringify(defaultValue) : undefined,
      required: !hasDefault,
      description,
    };
    const element = inner.def.element === undefined ? undefined : unwrap(inner.def.element).schema;
    const inside = element?.def.type === 'object' ? keysOf(element, `${path}[]`) : [];
    return isObject ? [own, ...keysOf(inner, path)] : [own, ...inside];
  });
}

function unwrap(field: Schema): {
  schema: Schema;
  defaultValue: unknown;
  hasDefault: boolean;
  description: string;
} {
  let schema = field;
  let defaultValue: unknown;
  let hasDefault = false;
  let description = field.description ?? '';
  while (schema.def.innerType !== undefined) {
    if ('defaultValue' in schema.def) {
      hasDefault = true;
      defaultValue = schema.def.defaultValue;
    }
    schema = schema.def.innerType;
    if (description === '') description = schema.description ?? '';
  }
  return { schema, defaultValue, hasDefault, description };
}

function expectation({ def, minValue, maxValue }: Schema): string {
  switch (def.type) {
    case 'number':
      return typeof minValue === 'number' && typeof maxValue === 'number'
        ? `number, ${minValue} to ${maxValue}`
        : 'number';
    case 'boolean':
      return 'true or false';
    case 'enum':
      return oneOf(Object.values(def.entries ?? {}));
    case 'literal':
      return oneOf(def.values ?? []);
    case 'array':
      return `list of ${def.element === undefined ? 'values' : listed(unwrap(def.element).schema)}`;
    case 'union':
      return (def.options ?? []).map((option) => expectation(option)).join(', or ');
    case 'string':
      return 'text';
    case 'record':
      return 'object by name';
    default:
      return 'object';
  }
}

const listed = (element: Schema): string =>
  element.def.type === 'enum' ? 'intervals' : `${expectation(element)}s`.replace('texts', 'text');

function oneOf(words: readonly string[]): string {
  if (words.includes('XLON')) return 'an exchange group';
  if (words.length > 6) return 'an interval';
  return words.map((word) => `"${word}"`).join(' or ');
}
