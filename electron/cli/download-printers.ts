import type { SymbolDownload } from '../../core/live-feed/alpaca/download.ts';
import type { CommandIo } from './command-io.ts';

const LINE_EVERY_MS = 3_000;

/** A line that is drawn again on a terminal, one every few seconds elsewhere. */
export function downloadProgress(
  io: CommandIo,
  parts: string,
): (progress: { done: number; total: number; symbol: string; month: string }) => void {
  let shown = performance.now();
  return ({ done, total, symbol, month }) => {
    const line = `${done} of ${total} ${parts}, ${symbol} ${month}`;
    if (io.isTty) io.stderr(`\r${line}\u001B[K`);
    else if (performance.now() - shown > LINE_EVERY_MS) {
      shown = performance.now();
      io.stderr(`${line}\n`);
    }
  };
}

const number = (value: number): string => value.toLocaleString('en-US');

export function downloadReport(
  { symbol, interval, bars, written, unchanged, replaced, months, skipped, ...found }: SymbolDownload,
  part: string,
): string {
  const before = skipped === 0 ? '' : `, ${skipped} ${part}${skipped === 1 ? '' : 's'} there from before`;
  const lines = [
    `${symbol} ${interval}: ${number(bars)} bars of ${months} ${part}${months === 1 ? '' : 's'}${before}: ` +
      `${number(written)} written (${number(replaced)} of them replaced others), ${number(unchanged)} there already`,
    ...found.refusals.map(
      ({ reason, count, example }) => `  refused ${number(count)} × ${reason}: ${example}`,
    ),
    ...found.findings.map(({ kind, count, detail }) => `  finding ${number(count)} × ${kind}: ${detail}`),
  ];
  return `${lines.join('\n')}\n`;
}
