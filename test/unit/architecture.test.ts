import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

/** The floors of the program, read from the imports in its sources. A type import counts like any other. */

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const MAX_LINES = 300;

/** Folders of core, lowest first: a file imports from its own folder and from those before it. */
const CORE_FLOORS = [
  'base',
  'model',
  'time-manager',
  'data-quality',
  'data-manager',
  'session-data',
  'data-processor',
  'execution',
  'report',
  'research',
  'analysis-engine',
  'live-feed',
  'session-coordinator',
] as const;

/**
 * Floors inside two folders, lowest first: a file imports from its own folder and from floors below it. Folders of one
 * floor do not know each other.
 */
const INNER_FLOORS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'core/session-coordinator': [
    ['loading'],
    ['streaming'],
    ['trading'],
    ['session'],
    ['live', 'results', 'strategy-check'],
  ],
  'electron/host': [
    ['store'],
    ['program', 'thread'],
    ['strategies', 'imports'],
    ['runs'],
    ['live', 'research'],
    ['session', 'bundles', 'agents'],
    ['publish'],
    ['service'],
    ['supervisor'],
  ],
};

/** The most entries of a folder; more need a storey between file and folder. */
const MAX_ENTRIES = 25;
/** One command a file, one indicator a file: their names are the list. */
const LONG_FOLDERS: ReadonlySet<string> = new Set(['electron/cli', 'core/data-processor/indicators']);

/**
 * Allowed imports of each folder above core, in addition to itself. `contract` is the only part that both sides share.
 */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  core: [],
  'electron/contract': ['core'],
  'electron/simulator': ['core'],
  'electron/host': ['core', 'electron/contract', 'electron/simulator'],
  'electron/preload': ['core', 'electron/contract'],
  'electron/main': ['core', 'electron/contract', 'electron/host'],
  'electron/library': ['core', 'electron/contract', 'electron/host'],
  'electron/bench': ['core', 'electron/host'],
  'electron/cli': ['core', 'electron/contract', 'electron/simulator', 'electron/host', 'electron/bench'],
  renderer: ['core', 'electron/contract'],
};

interface Import {
  readonly from: string;
  /** A path from the root for a relative import, else the package's name as written. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const IMPORT = /^\s*(?:import|export)\s+(type\s+)?(?:[\w*\s{},$]+?\s+from\s+)?['"]([^'"]+)['"]/gm;
const LAZY_IMPORT = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

function sourcesIn(folder: string): string[] {
  const entries = readdirSync(path.join(root, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const place = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sourcesIn(place);
    return /\.tsx?$/.test(entry.name) ? [place] : [];
  });
}

function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(root, file), 'utf8');
  const target = (name: string) =>
    name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name;
  const eager = [...text.matchAll(IMPORT)].map(([, type, name = '']) => ({
    from: file,
    to: target(name),
    typeOnly: type !== undefined,
  }));
  const lazy = [...text.matchAll(LAZY_IMPORT)].map(([, name = '']) => ({
    from: file,
    to: target(name),
    typeOnly: false,
  }));
  return [...eager, ...lazy];
}

const sources = ['core', 'electron', 'renderer'].flatMap(sourcesIn);
const imports = sources.flatMap(importsOf);
const isOurs = (name: string) => /^(core|electron|renderer)\//.test(name);
const folderOf = (name: string) => Object.keys(ALLOWED).find((folder) => name.startsWith(`${folder}/`));
const coreFloorOf = (name: string) => CORE_FLOORS.indexOf(name.split('/')[1] as (typeof CORE_FLOORS)[number]);
const show = (list: readonly Import[]) => list.map(({ from, to }) => `${from} imports ${to}`);

describe('import graph', () => {
  it('was read', () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(imports.length).toBeGreaterThan(sources.length);
    for (const folder of ['core', 'electron/contract', 'electron/main', 'renderer']) {
      expect(imports.filter(({ from }) => from.startsWith(`${folder}/`))).not.toEqual([]);
    }
  });

  it('has an end for every edge', () => {
    const known = new Set(sources);
    const dangling = imports.filter(({ to }) => isOurs(to) && /\.tsx?$/.test(to) && !known.has(to));
    expect(show(dangling)).toEqual([]);
  });

  it('has no file outside the known folders', () => {
    expect(sources.filter((file) => folderOf(file) === undefined)).toEqual([]);
  });

  it.each(Object.entries(ALLOWED))('%s imports only %j and itself', (folder, allowed) => {
    const wrong = imports.filter(({ from, to }) => {
      const target = folderOf(to);
      return folderOf(from) === folder && isOurs(to) && target !== folder && !allowed.includes(target ?? '');
    });
    expect(show(wrong)).toEqual([]);
  });

  it('of core knows neither Node nor Electron', () => {
    const wrong = imports.filter(
      ({ from, to }) => from.startsWith('core/') && /^(node:|electron$|fs$|path$)/.test(to),
    );
    expect(show(wrong)).toEqual([]);
  });

  it('of the renderer takes values of core only from its two lowest floors', () => {
    const wrong = imports.filter(
      ({ from, to, typeOnly }) =>
        from.startsWith('renderer/') &&
        to.startsWith('core/') &&
        !typeOnly &&
        !/^core\/(base|model)\//.test(to),
    );
    expect(show(wrong)).toEqual([]);
  });

  it('of core points down', () => {
    const wrong = imports.filter(({ from, to }) => {
      const isCore = from.startsWith('core/') && to.startsWith('core/');
      // core/index.ts is above all floors.
      return (
        isCore && from !== 'core/index.ts' && (to === 'core/index.ts' || coreFloorOf(to) > coreFloorOf(from))
      );
    });
    expect(show(wrong)).toEqual([]);
  });

  it.each(Object.entries(INNER_FLOORS))('inside %s points down', (folder, floors) => {
    const partOf = (name: string): string => name.slice(folder.length + 1).split('/')[0] ?? '';
    const floorOf = (name: string): number => floors.findIndex((floor) => floor.includes(partOf(name)));
    const inner = sources.filter((file) => file.startsWith(`${folder}/`));
    expect(inner.length).toBeGreaterThan(20);
    expect(inner.filter((file) => floorOf(file) === -1)).toEqual([]);
    const upward = imports.filter(({ from, to }) => {
      const isInner = from.startsWith(`${folder}/`) && to.startsWith(`${folder}/`);
      return isInner && partOf(from) !== partOf(to) && floorOf(to) >= floorOf(from);
    });
    expect(show(upward)).toEqual([]);
  });

  it('of core has a floor for every folder', () => {
    const floorless = sources.filter((file) => /^core\/[^/]+\//.test(file) && coreFloorOf(file) === -1);
    expect(floorless).toEqual([]);
  });

  it('loads Electron only in main and preload', () => {
    const wrong = imports.filter(
      ({ from, to }) => to === 'electron' && !/^electron\/(main|preload)\//.test(from),
    );
    expect(show(wrong)).toEqual([]);
  });
});

describe('a folder of core and electron', () => {
  const folders = (folder: string): string[] =>
    readdirSync(path.join(root, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) => [`${folder}/${name}`, ...folders(`${folder}/${name}`)]);
  const all = ['core', 'electron'].flatMap(folders);

  it(`has at most ${MAX_ENTRIES} entries`, () => {
    const full = all
      .filter((folder) => !LONG_FOLDERS.has(folder))
      .map((folder) => ({ folder, entries: readdirSync(path.join(root, folder)).length }))
      .filter(({ entries }) => entries > MAX_ENTRIES);
    expect(all.length).toBeGreaterThan(40);
    expect(full).toEqual([]);
  });

  it('is described in the table of the README above it', () => {
    const rows = new Map(
      ['core', 'electron'].map((top) => [
        top,
        readFileSync(path.join(root, top, 'README.md'), 'utf8')
          .split('\n')
          .filter((line) => line.startsWith('| `')),
      ]),
    );
    const undescribed = all.filter((folder) => {
      const [top = '', ...rest] = folder.split('/');
      const own = rows.get(top)?.find((row) => row.startsWith(`| \`${rest.join('/')}/\` |`));
      const parent = rows.get(top)?.find((row) => row.startsWith(`| \`${rest.slice(0, -1).join('/')}/\` |`));
      return own === undefined && parent?.includes(`\`${rest.at(-1)}/\``) !== true;
    });
    expect(undescribed).toEqual([]);
  });
});

describe('a source file', () => {
  it(`stays within ${MAX_LINES} lines`, () => {
    const long = sources
      .map((file) => ({ file, lines: readFileSync(path.join(root, file), 'utf8').split('\n').length - 1 }))
      .filter(({ lines }) => lines > MAX_LINES);
    expect(long).toEqual([]);
  });

  it('is named in kebab-case, and for what it holds', () => {
    const vague = /(^|-)(utils?|helpers?|common|misc)(-|\.)/;
    const wrong = sources.filter((file) => {
      const name = path.basename(file);
      return !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.tsx?$/.test(name) || vague.test(name);
    });
    expect(wrong).toEqual([]);
  });
});
