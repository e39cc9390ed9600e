import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

interface Mutation {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const root = path.resolve(import.meta.dirname, '../..');
const list = path.join(root, 'scripts', 'mutations.mjs');
const { MUTATIONS } = (await import(list)) as { readonly MUTATIONS: readonly Mutation[] };

describe('each deliberate defect', () => {
  it.each(MUTATIONS.map((mutation) => [mutation.name, mutation] as const))(
    'has its place in the sources: %s',
    (_name, { file, find, replace }) => {
      expect(readFileSync(path.join(root, file), 'utf8').split(find)).toHaveLength(2);
      expect(replace).not.toBe(find);
    },
  );
});
