import type { SchemaElement } from 'hyparquet';

const price = (name: string): SchemaElement => ({ name, type: 'DOUBLE', repetition_type: 'REQUIRED' });

/** The schema of this store's own files; a volume with fractions is DOUBLE. */
export function monthSchema(wholeVolume: boolean): SchemaElement[] {
  return [
    { name: 'bars', num_children: 6 },
    {
      name: 't',
      type: 'INT64',
      repetition_type: 'REQUIRED',
      // Both names of the same thing: old readers know the first, and only the second says that it is UTC.
      converted_type: 'TIMESTAMP_MILLIS',
      logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
    },
    price('o'),
    price('h'),
    price('l'),
    price('c'),
    { name: 'v', type: wholeVolume ? 'INT64' : 'DOUBLE', repetition_type: 'REQUIRED' },
  ];
}
