import * as fc from 'fast-check';
import { z } from 'zod';
import { hostileText } from './hostile-values.ts';

interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
}

const LONGEST_LIST = 4;

/**
 * Values that a schema accepts, or nearly: the right keys and types, the edges of ranges, and texts from `words`, with
 * hostile ones among them. The schema decides the rest.
 */
export function fromSchema(schema: z.ZodType, words: readonly string[]): fc.Arbitrary<unknown> {
  const text = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...words) },
    { weight: 1, arbitrary: hostileText },
  );
  return valuesOf(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }) as JsonSchema, text);
}

function valuesOf(schema: JsonSchema, text: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => valuesOf(choice, text)));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const { minimum, maximum, exclusiveMinimum } = schema;
  const low = minimum ?? exclusiveMinimum ?? -1e9;
  const high = maximum ?? 1e9;
  switch (schema.type) {
    case 'string':
      return text;
    case 'integer':
      return fc.oneof(fc.constantFrom(low, low + 1, high), fc.integer({ min: 0, max: 500 }));
    case 'number':
      return fc.oneof(fc.constantFrom(low, high, 0.1), fc.double({ min: 0, max: 500, noNaN: true }));
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(valuesOf(schema.items ?? {}, text), { maxLength: LONGEST_LIST });
    case 'object':
      return objectOf(schema, text);
    default:
      return fc.uint8Array({ maxLength: 300 });
  }
}

function objectOf(
  { properties = {}, required = [] }: JsonSchema,
  text: fc.Arbitrary<string>,
): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, valuesOf(schema, text)]),
  );
  return fc.record(fields, { requiredKeys: [...required] });
}
