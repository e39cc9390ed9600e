import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Left out of the bundles: resolved from node_modules when the program runs. */
const EXTERNAL = [
  'electron',
  'parquetjs-lite',
  'pino',
  ...builtinModules,
  ...builtinModules.map((name) => `node:${name}`),
];

/** Each part names the packages that are bundled in it, for the packages that are given away. */
export const LICENCES = { fileName: 'licences.json' };

/** The parts of the program: an entry, its output, and the folders whose changes make it stale. */
export const PARTS = [
  node('main', 'electron/main/main.ts', 'main.cjs', ['core', 'electron']),
  node('preload', 'electron/preload/preload.ts', 'preload.cjs', ['electron/preload', 'electron/contract']),
  node('engine', 'electron/host/supervisor/entry.ts', 'entry.cjs', ['core', 'electron']),
  node('reading', 'electron/host/store/reading/thread-entry.ts', 'thread.cjs', ['core', 'electron/host']),
  {
    ...node('cli', 'electron/cli/cli.ts', 'cli.cjs', ['core', 'electron']),
    // The process and the threads of sweeps share the command line's chunks.
    entries: { cli: 'electron/cli/cli.ts', research: 'electron/host/research/entry.ts' },
  },
  {
    name: 'library',
    entry: 'electron/library/index.ts',
    entries: { index: 'electron/library/index.ts', strategy: 'core/analysis-engine/strategy-api.ts' },
    sources: ['core', 'electron'],
  },
  { name: 'renderer', entry: 'renderer/main.tsx', sources: ['renderer', 'core', 'electron/contract'] },
];

function node(name, entry, file, sources) {
  return { name, entry, file, sources };
}

/**
 * Smaller by a quarter to a third: licences are in a separate file; names stay, so that a crash report names the
 * functions.
 */
const SMALL = {
  comments: false,
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
};

/** A Node bundle in CommonJS that runs on Node 16, the Node of the oldest tested Electron. */
function nodeConfig(part, outDir) {
  // A sandboxed preload cannot require its neighbours, and a worker starts faster from one file.
  const split = part.name === 'cli' || part.name === 'main';
  return {
    ...sharedConfig(outDir),
    root,
    ssr: { noExternal: true, target: 'node' },
    build: {
      ...sharedConfig(outDir).build,
      target: 'node16',
      ssr: part.entries === undefined ? path.join(root, part.entry) : true,
      minify: false,
      rolldownOptions: {
        ...(part.entries === undefined ? {} : { input: placesOf(part.entries) }),
        external: EXTERNAL,
        output: {
          format: 'cjs',
          entryFileNames: part.entries === undefined ? part.file : '[name].cjs',
          ...SMALL,
          chunkFileNames: '[name]-[hash].cjs',
          ...(split ? {} : { codeSplitting: false }),
        },
      },
    },
  };
}

const placesOf = (entries) =>
  Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, path.join(root, entry)]));

/** The entries for other programs: modules for the package's oldest supported Node. */
function libraryConfig(part, outDir) {
  return {
    ...sharedConfig(outDir),
    root,
    define: { __dirname: 'import.meta.dirname' },
    ssr: { noExternal: true, target: 'node' },
    build: {
      ...sharedConfig(outDir).build,
      target: 'node20',
      ssr: true,
      minify: false,
      rolldownOptions: {
        input: placesOf(part.entries),
        external: [...EXTERNAL, 'zod'],
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  };
}

/** The renderer's own configuration, built elsewhere first. */
const rendererConfig = (outDir) => ({
  configFile: path.join(root, 'renderer', 'vite.config.ts'),
  logLevel: 'warn',
  build: { outDir, emptyOutDir: true, reportCompressedSize: false, license: LICENCES },
});

function sharedConfig(outDir) {
  return {
    configFile: false,
    logLevel: 'warn',
    mode: 'production',
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: true,
      reportCompressedSize: false,
      copyPublicDir: false,
      license: LICENCES,
    },
  };
}

/** The vite configuration that builds one part into `outDir`. */
export const configOf = (part, outDir) => {
  if (part.name === 'renderer') return rendererConfig(outDir);
  return part.name === 'library' ? libraryConfig(part, outDir) : nodeConfig(part, outDir);
};

export const distOf = (part) => path.join(root, 'dist', part.name);
const stampOf = (part) => path.join(distOf(part), '.built');

/** Remembers when the build of a part began: a source saved later makes the part stale. */
export function stamp(part, folder, startedMs) {
  writeFileSync(path.join(folder, '.built'), `${startedMs}\n`);
}

/** True when the part was never built or a source of it was saved after its build began. */
export function isStale(part) {
  if (!existsSync(path.join(root, part.entry))) return false;
  if (!existsSync(stampOf(part))) return true;
  const builtMs = Number(readFileSync(stampOf(part), 'utf8'));
  const inputs = [...part.sources, 'package-lock.json', 'scripts/build-parts.mjs'];
  return inputs.some((source) => newestMs(path.join(root, source)) > builtMs);
}

function newestMs(place) {
  const stats = statSync(place, { throwIfNoEntry: false });
  if (stats === undefined) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  const inside = readdirSync(place).filter((name) => !name.endsWith('.md'));
  return inside.reduce((newest, name) => Math.max(newest, newestMs(path.join(place, name))), stats.mtimeMs);
}
