import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

function sourcesIn(folder: string): string[] {
  const entries = readdirSync(path.join(root, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const place = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sourcesIn(place);
    return /\.tsx?$/.test(entry.name) ? [place] : [];
  });
}

const sources = ['core', 'electron', 'renderer'].flatMap(sourcesIn);

describe('an exported name', () => {
  /** The strategy API is a package of its own; its names are those that users write. */
  const PUBLIC = /^core\/analysis-engine\/(?:strategy|order)-api\.ts$/;
  /** One schema each for configs and for requests of a window. */
  const SHARED_NAMES: ReadonlySet<string> = new Set(['symbol']);
  const EXPORT = /^export (?:abstract )?(?:async )?(?:function|class|const|interface|type|enum) (\w+)/gm;

  it('means one thing: no other file exports it', () => {
    const places = new Map<string, string[]>();
    for (const file of sources.filter((each) => !PUBLIC.test(each))) {
      for (const [, name = ''] of readFileSync(path.join(root, file), 'utf8').matchAll(EXPORT)) {
        const known = places.get(name) ?? [];
        if (!known.includes(file)) places.set(name, [...known, file]);
      }
    }
    const twice = [...places].filter(([name, files]) => files.length > 1 && !SHARED_NAMES.has(name));
    expect(places.size).toBeGreaterThan(1_000);
    expect(twice).toEqual([]);
  });
});
