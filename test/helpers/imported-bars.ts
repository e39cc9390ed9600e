import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { isoUtc, type EpochMs } from '../../core/base/epoch-ms.ts';
import { bars } from './bar-builder.ts';
import type { CommandLine } from './command-line.ts';

/** Fills the bar store of a command line with a regular session a day for each symbol: a smaller store than the sample. */
export async function importBars(
  line: CommandLine,
  symbols: readonly string[],
  days: readonly string[],
): Promise<void> {
  for (const symbol of symbols) {
    const rows = days.flatMap((day) => {
      const { bars: built } = bars(symbol).from(`${day} 09:30`).minutes(390).build();
      return Array.from({ length: built.length }, (_, index) =>
        [
          isoUtc(built.openMs[index] as EpochMs),
          ...[built.open, built.high, built.low, built.close, built.volume].map((column) => column[index]),
        ].join(','),
      );
    });
    const head = 'timestamp,open,high,low,close,volume';
    writeFileSync(path.join(line.cwd, `${symbol}.csv`), [head, ...rows, ''].join('\n'));
  }
  const said = await line.tapedeck('import', ...symbols.map((symbol) => `${symbol}.csv`), '--yes');
  if (said.code !== 0) throw new Error(said.stderr);
}
