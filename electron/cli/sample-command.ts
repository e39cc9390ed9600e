import { parseArgs } from 'node:util';
import { generateSample } from '../../core/data-manager/sample/generate-sample.ts';
import { generateMarketSamples } from '../../core/data-manager/sample/market-samples.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { printFailure, usage } from './failures.ts';
import { openStore } from './open-store.ts';

const HELP = `tapedeck sample [options]

Fills the bar store with the generated sample: synthetic bars of fourteen US symbols, 2025-10-31 to 2025-11-28, and of three
coins, three CME futures and three Tokyo shares over a few days; 1m and 1d.
The same bytes every time. Real bars of the store are never touched.

  --data DIR   the bar store
  --json       {"location", "symbols", "bars", "files"}

Example:
  tapedeck sample && tapedeck run session_configs/sample-week.json --speed 0
`;

const OPTIONS = {
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function sampleCommand(args: string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () => parseArgs({ args, options: OPTIONS }));
  if (typeof parsed === 'number') return parsed;
  const { store, calendar } = openStore(parsed.values.data, io);
  const generated = await generateSample(store, calendar, ({ done, total, symbol }) => {
    if (io.isTty) io.stderr(`\r${done} of ${total} ${symbol}\u001B[K`);
  });
  if (io.isTty) io.stderr('\r\u001B[K');
  if (!generated.ok) return printFailure(io, generated.failure);
  const markets = await generateMarketSamples(store);
  if (!markets.ok) return printFailure(io, markets.failure);
  const symbols = [...generated.value.symbols, ...markets.value.symbols];
  const bars = {
    '1m': generated.value.bars['1m'] + markets.value.bars['1m'],
    '1d': generated.value.bars['1d'] + markets.value.bars['1d'],
  };
  const files = generated.value.files + markets.value.files;
  if (parsed.values.json === true) {
    io.stdout(`${JSON.stringify({ location: store.location, symbols, bars, files })}\n`);
    return EXIT.done;
  }
  io.stdout(
    `${symbols.length} synthetic symbols in ${store.location}: ${bars['1m'].toLocaleString('en-US')} bars of 1m, ` +
      `${bars['1d'].toLocaleString('en-US')} of 1d${files === 0 ? ' (they already existed)' : ''}.\n${symbols.join(' ')}\n`,
  );
  return EXIT.done;
}
