import { spanMs } from '../../base/interval.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import type { MarketCalendar } from '../../time-manager/market-calendar.ts';
import type { WritableBarStore } from '../bar-store.ts';
import { BarCollector } from './bar-collector.ts';
import type { OpenFile } from '../file-port.ts';
import { readCsv } from './csv/read-csv.ts';
import type { ImportReport } from './import-report.ts';
import { adjustingSink } from './lean/adjusting-sink.ts';
import { readJsonRows } from './json/json-rows.ts';
import { memoryFile } from './memory-file.ts';
import { readParquet } from './parquet/read-parquet.ts';
import type { ImportProposal, TextContainer } from './proposal.ts';
import type { RowSink } from './row-sink.ts';
import { tradeSink } from './trade-sink.ts';
import { readZipEntry } from './zip-entry.ts';
import { createZoneReader, type ToUtc } from './judging/zone-reader.ts';

export interface ImportRun {
  readonly store: WritableBarStore;
  readonly calendar: MarketCalendar;
  /** Bytes of the source that were read. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  readonly signal?: { readonly aborted: boolean };
}

/**
 * Reads a source as proposed and writes its bars. Months are written completely or not at all; a failure half way keeps
 * the written ones, and importing again finds them unchanged.
 *
 * Fails with `cancelled`, `missing_file`, `damaged_file` (the source ended early), `not_writable`, `not_allowed`.
 */
export async function runImport(proposal: ImportProposal, run: ImportRun): Promise<Result<ImportReport>> {
  const toUtc = createZoneReader(proposal.zone.value);
  if (toUtc === undefined) return fail('bad_usage', `There is no zone ${proposal.zone.value}.`);
  const collector = new BarCollector({
    store: run.store,
    calendar: run.calendar,
    interval: proposal.interval.value,
    stamp: proposal.stamp.value,
    symbol: 'symbol' in proposal.symbol.value ? proposal.symbol.value.symbol : undefined,
    only: proposal.only,
    belowZero: proposal.belowZero,
    origin: proposal.origin,
  });
  const opened = await proposal.source.open();
  if (!opened.ok) return opened;
  try {
    const { factors } = proposal;
    const plain = factors === undefined ? collector : adjustingSink(collector, factors, run.calendar);
    const trades = proposal.ofTrades ? tradeSink(plain, spanMs(proposal.interval.value)) : undefined;
    const read = await readRows(proposal, opened.value, toUtc, trades ?? plain, run);
    const made = read.ok && trades !== undefined ? await trades.finish() : read;
    const finished = made.ok ? await collector.finish() : made;
    if (!finished.ok) return finished;
  } finally {
    await opened.value.close();
  }
  return ok(reportOf(proposal, collector));
}

async function readRows(
  { plan, source }: ImportProposal,
  file: OpenFile,
  toUtc: ToUtc,
  sink: RowSink,
  run: ImportRun,
): Promise<Result<void>> {
  const reading = {
    toUtc,
    sink,
    onProgress: (done: number, total: number) => run.onProgress?.({ done, total }),
    ...(run.signal === undefined ? {} : { signal: run.signal }),
  };
  if (plan.kind === 'parquet')
    return readParquet(file, { ...reading, plan: plan.parquet, path: source.path });
  const text = await openText(file, plan.container, source.path);
  return text.ok ? readCsv(text.value, { ...reading, plan: plan.lines }) : text;
}

/** The lines of text that a container holds, as a file of their own. The caller closes the opened file. */
async function openText(file: OpenFile, container: TextContainer, path: string): Promise<Result<OpenFile>> {
  if (container === 'plain') return ok(file);
  const content = container === 'zip' ? await readZipEntry(file, path) : await readJsonRows(file, path);
  return content.ok ? ok(memoryFile(content.value.bytes, path)) : content;
}

function reportOf(proposal: ImportProposal, collector: BarCollector): ImportReport {
  const refusals = collector.refusals();
  return {
    path: proposal.source.path,
    interval: proposal.interval.value,
    source: proposal.origin.source,
    rowsRead: collector.rowsRead,
    rowsRefused: refusals.reduce((sum, refusal) => sum + refusal.count, 0),
    blanks: collector.blanks,
    refusals,
    symbols: collector.symbols(),
    findings: collector.findings(),
  };
}
