import * as fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { ok } from '../../../core/base/result.ts';
import type { WritableBarStore } from '../../../core/data-manager/bar-store.ts';
import { barsAsParquet } from '../../../core/data-manager/exports/bars-parquet.ts';
import type { ImportSource } from '../../../core/data-manager/importers/import-source.ts';
import { memoryFile } from '../../../core/data-manager/importers/memory-file.ts';
import { proposeImport } from '../../../core/data-manager/importers/propose-import.ts';
import { runImport } from '../../../core/data-manager/importers/run-import.ts';
import { createRandom } from '../../../core/data-manager/sample/random.ts';
import { BarColumns, type ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';
import { createUsEquityCalendar } from '../../../core/time-manager/us-equity-calendar.ts';
import { propertyRuns } from '../../helpers/property-runs.ts';

const calendar = createUsEquityCalendar();
const OPEN = Date.UTC(2025, 6, 2, 13, 30);
/** Mutated inputs of each kind; `TAPEDECK_RUNS` sets how many, a failure prints its seed. */
const RUNS = propertyRuns(100);

const cents = (price: number): number => Math.round(price * 100) / 100;

function someBars(): BarColumns {
  const random = createRandom('mutations');
  const bars = new BarColumns();
  for (let minute = 0; minute < 120; minute++) {
    const price = cents(20 + random.normal());
    bars.append(
      OPEN + minute * 60_000,
      price,
      cents(price + 0.05),
      cents(price - 0.05),
      cents(price + 0.01),
      minute === 0 ? 9_000 : 100,
    );
  }
  return bars;
}

const bars = someBars();
const rows = Array.from({ length: bars.length }, (_, row) =>
  [bars.openMs, bars.open, bars.high, bars.low, bars.close, bars.volume].map((column) => column[row]!),
);
const iso = (openMs: number): string => new Date(openMs).toISOString();
const csv = [
  'timestamp,open,high,low,close,volume',
  ...rows.map(([t, ...rest]) => [iso(t!), ...rest].join(',')),
];
const lean = rows.map(([, o, h, l, c, v], row) =>
  [34_200_000 + row * 60_000, ...[o, h, l, c].map((price) => Math.round(price! * 1e4)), v].join(','),
);
const column = (name: string, data: Float64Array) => ({
  name,
  data: data.slice(0, bars.length),
  type: 'DOUBLE' as const,
});

/** One good file of each kind, as its importer reads it. */
const INPUTS: Readonly<Record<string, { readonly name: string; readonly bytes: Uint8Array }>> = {
  csv: { name: 'AAPL.csv', bytes: strToU8(csv.join('\n')) },
  json: {
    name: 'AAPL.json',
    bytes: strToU8(
      JSON.stringify({ symbol: 'AAPL', interval: '1m', columns: ['t', 'o', 'h', 'l', 'c', 'v'], data: rows }),
    ),
  },
  lean: {
    name: '20250702_trade.zip',
    bytes: zipSync({ '20250702_aapl_minute_trade.csv': strToU8(lean.join('\n')) }),
  },
  'lean, unpacked': { name: '20250702_aapl_minute_trade.csv', bytes: strToU8(lean.join('\n')) },
  'parquet of another tool': {
    name: 'AAPL.parquet',
    bytes: new Uint8Array(
      parquetWriteBuffer({
        columnData: [
          column('t', bars.openMs),
          column('open', bars.open),
          column('high', bars.high),
          column('low', bars.low),
          column('close', bars.close),
          column('volume', bars.volume),
        ],
      }),
    ),
  },
  'parquet of this program': {
    name: 'AAPL.parquet',
    bytes: barsAsParquet({ symbol: 'AAPL', interval: '1m', bars, synthetic: false }, calendar),
  },
};

/** A store that takes what is written and remembers it. */
function rememberingStore(): { readonly store: WritableBarStore; readonly written: ReadonlyBarColumns[] } {
  const written: ReadonlyBarColumns[] = [];
  const store: WritableBarStore = {
    location: 'memory',
    symbols: () => Promise.resolve(ok([])),
    availability: () => Promise.resolve(ok(undefined)),
    getBars: () => Promise.resolve(ok({ bars: new BarColumns(), findings: [], synthetic: false })),
    writeBars: (_symbol, _interval, part) => {
      written.push(part);
      const report = { written: part.length, unchanged: 0, replaced: 0, kept: 0, discardedSynthetic: 0 };
      return Promise.resolve(ok({ ...report, files: [], setAside: [] }));
    },
  };
  return { store, written };
}

const sourceOf = (name: string, bytes: Uint8Array): ImportSource => ({
  path: `/some/${name}`,
  fileName: name,
  open: () => Promise.resolve(ok(memoryFile(bytes, name))),
});

/** Imports and checks the rules that hold for any bytes; returns the bars that were written. */
async function importAnything(
  name: string,
  bytes: Uint8Array,
): Promise<readonly ReadonlyBarColumns[] | undefined> {
  const { store, written } = rememberingStore();
  const proposed = await proposeImport(sourceOf(name, bytes), { calendar });
  if (!proposed.ok) {
    expect(proposed.failure.message).not.toBe('');
    return undefined;
  }
  expect(written).toEqual([]);
  const run = await runImport(proposed.value, { store, calendar });
  if (!run.ok) {
    expect(written, 'a failed import writes nothing').toEqual([]);
    return undefined;
  }
  const { rowsRead, rowsRefused, symbols } = run.value;
  const taken = symbols.reduce(
    (sum, one) => sum + one.bars + one.identicalDuplicates + one.differingDuplicates,
    0,
  );
  expect(taken + rowsRefused, 'every row is a bar, a duplicate or refused').toBe(rowsRead);
  expect(written.reduce((sum, part) => sum + part.length, 0)).toBe(
    symbols.reduce((sum, one) => sum + one.bars, 0),
  );
  for (const part of written) checkBars(part);
  return written;
}

function checkBars(part: ReadonlyBarColumns): void {
  for (let row = 0; row < part.length; row++) {
    const [open, high, low, close] = [part.open, part.high, part.low, part.close].map((each) => each[row]!);
    const isBar =
      low! > 0 &&
      low! <= Math.min(open!, close!) &&
      high! >= Math.max(open!, close!) &&
      part.volume[row]! >= 0;
    const isNext =
      Number.isSafeInteger(part.openMs[row]) && (row === 0 || part.openMs[row]! > part.openMs[row - 1]!);
    if (!isBar || !isNext) expect.fail(`row ${row} is no bar after the one before`);
  }
}

type Mutation = (bytes: Uint8Array) => Uint8Array;

const at = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const place = (share: number, length: number): number => Math.floor(share * length);

const joined = (...parts: readonly Uint8Array[]): Uint8Array => {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
};

const flip = fc.tuple(at, fc.nat(7)).map(([where, bit]): Mutation => (bytes) => {
  const copy = bytes.slice();
  const index = place(where, copy.length);
  copy[index] = copy[index]! ^ (1 << bit);
  return copy;
});
const truncate = at.map(
  (where): Mutation =>
    (bytes) =>
      bytes.slice(0, place(where, bytes.length)),
);
const repeat = fc.tuple(at, at).map(([where, many]): Mutation => (bytes) => {
  const from = place(where, bytes.length);
  const to = Math.min(bytes.length, from + place(many, 400));
  return joined(bytes.subarray(0, to), bytes.subarray(from));
});
const overwrite = fc
  .tuple(at, fc.uint8Array({ minLength: 1, maxLength: 12 }))
  .map(([where, by]): Mutation => (bytes) => {
    const copy = bytes.slice();
    copy.set(by.subarray(0, Math.max(0, copy.length - place(where, copy.length))), place(where, copy.length));
    return copy;
  });
const cut = fc.tuple(at, fc.nat(40)).map(
  ([where, many]): Mutation =>
    (bytes) =>
      joined(
        bytes.subarray(0, place(where, bytes.length)),
        bytes.subarray(place(where, bytes.length) + many),
      ),
);

const onLines =
  (change: (lines: string[]) => void): Mutation =>
  (bytes) => {
    const lines = String.fromCharCode(...bytes).split('\n');
    change(lines);
    return Uint8Array.from(lines.join('\n'), (mark) => mark.charCodeAt(0));
  };
const doubleLine = at.map((where) =>
  onLines(
    (lines) => void lines.splice(place(where, lines.length), 0, lines[place(where, lines.length)] ?? ''),
  ),
);
const swapColumns = fc.tuple(fc.nat(6), fc.nat(6)).map(([a, b]) =>
  onLines((lines) => {
    for (const [row, line] of lines.entries()) {
      const fields = line.split(',');
      [fields[a], fields[b]] = [fields[b] ?? '', fields[a] ?? ''];
      lines[row] = fields.join(',');
    }
  }),
);
const NUMBERS = [
  '0',
  '-1',
  'NaN',
  '',
  'inf',
  '1e999',
  '99999999999999999999',
  '0x10',
  '1,5',
  '"',
  '١٢',
  '1e-320',
];
const replaceNumber = fc.tuple(at, fc.nat(6), fc.constantFrom(...NUMBERS)).map(([where, index, by]) =>
  onLines((lines) => {
    const row = place(where, lines.length);
    const fields = (lines[row] ?? '').split(',');
    fields[index] = by;
    lines[row] = fields.join(',');
  }),
);

const anyMutations = fc.array(
  fc.oneof(flip, flip, truncate, repeat, overwrite, cut, doubleLine, swapColumns, replaceNumber),
  { minLength: 1, maxLength: 4 },
);

describe('mutated files', () => {
  for (const [kind, { name, bytes }] of Object.entries(INPUTS)) {
    test(`${kind}: untouched, it gives all of its bars`, async () => {
      const written = await importAnything(name, bytes);
      expect(written?.map((part) => [...part.close.subarray(0, part.length)])).toEqual([
        [...bars.close.subarray(0, bars.length)],
      ]);
    });

    test(`${kind}: never a crash, a hang, a partial write or a row that is not accounted for`, async () => {
      await fc.assert(
        fc.asyncProperty(anyMutations, async (mutations) => {
          const started = performance.now();
          await importAnything(
            name,
            mutations.reduce((mutated, mutate) => mutate(mutated), bytes),
          );
          expect(performance.now() - started, 'it ends soon').toBeLessThan(5_000);
        }),
        { numRuns: RUNS },
      );
    }, 600_000);
  }

  test('a flipped bit in a file with checksums is reported, or changes nothing', async () => {
    for (const kind of ['lean', 'parquet of this program']) {
      const { name, bytes } = INPUTS[kind]!;
      await fc.assert(
        fc.asyncProperty(flip, async (mutate) => {
          const written = await importAnything(name, mutate(bytes));
          if (written === undefined || written.length === 0) return;
          expect([...written[0]!.close.subarray(0, bars.length)]).toEqual([
            ...bars.close.subarray(0, bars.length),
          ]);
        }),
        { numRuns: RUNS },
      );
    }
  }, 600_000);
});
