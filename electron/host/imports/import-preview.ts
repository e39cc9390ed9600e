import { asEpochMs } from '../../../core/base/epoch-ms.ts';
import { fail, ok, type Result } from '../../../core/base/result.ts';
import type { WritableBarStore } from '../../../core/data-manager/bar-store.ts';
import type { ImportReport } from '../../../core/data-manager/importers/import-report.ts';
import type { ImportSource } from '../../../core/data-manager/importers/import-source.ts';
import type { ImportProposal, Judged } from '../../../core/data-manager/importers/proposal.ts';
import { runImport } from '../../../core/data-manager/importers/run-import.ts';
import { measureDays } from '../../../core/data-manager/stored-quality.ts';
import { BarColumns, type ReadonlyBarColumns } from '../../../core/model/bar-columns.ts';
import type { MarketCalendar } from '../../../core/time-manager/market-calendar.ts';
import type {
  ImportedSeries,
  ImportFinding,
  ImportPart,
  ImportPreview,
  ImportRefusal,
} from '../../contract/import-requests.ts';

/** Of a larger text file only the beginning is read for a preview; writing reads all of it. */
const MOST_PREVIEW_BYTES = 64 * 1024 * 1024;
const FIRST_BARS = 14;
const NAMED_SYMBOLS = 8;

interface PreviewParts {
  readonly calendar: MarketCalendar;
  readonly signal: { readonly aborted: boolean };
  readonly onProgress: (progress: { readonly done: number; readonly total: number }) => void;
}

/** The result that a proposal would have: the import runs into a store that only counts. */
export async function previewImport(
  proposal: ImportProposal,
  { calendar, signal, onProgress }: PreviewParts,
): Promise<Result<ImportPreview>> {
  const isPartial = proposal.format === 'csv' && proposal.bytes > MOST_PREVIEW_BYTES;
  const counting = new CountingStore(calendar);
  const source = isPartial ? beginningOf(proposal.source, MOST_PREVIEW_BYTES) : proposal.source;
  const report = await runImport({ ...proposal, source }, { store: counting, calendar, signal, onProgress });
  if (!report.ok) return report;
  return ok({
    format: proposal.format,
    columns: part(
      proposal.columns,
      proposal.columns.value.map(({ name, role }) => `${name} = ${role}`).join(', '),
    ),
    symbol: part(proposal.symbol, symbolText(proposal)),
    interval: part(proposal.interval, proposal.interval.value),
    zone: part(proposal.zone, proposal.zone.value),
    stamp: part(proposal.stamp, proposal.stamp.value),
    source: proposal.origin.source,
    adjusted: proposal.origin.adjusted,
    questions: proposal.questions,
    rows: report.value.rowsRead,
    rows_refused: report.value.rowsRefused,
    is_partial: isPartial,
    series: [...counting.series.values()],
    refusals: refusalsOf(report.value),
    findings: findingsOf(report.value),
    first_bars: counting.firstBars(),
  });
}

export const refusalsOf = (report: ImportReport): readonly ImportRefusal[] =>
  report.refusals.map(({ reason, count, firstLine, example }) => ({
    reason,
    count,
    first_line: firstLine,
    example: example.slice(0, 200),
  }));

export const findingsOf = (report: ImportReport): readonly ImportFinding[] =>
  report.findings.map(({ symbol, kind, count, firstMs, detail }) => ({
    symbol,
    kind,
    count,
    first_ms: firstMs,
    detail,
  }));

const part = ({ certainty, evidence }: Judged<unknown>, value: string): ImportPart => ({
  value,
  certainty,
  evidence,
});

function symbolText({ symbol: { value } }: ImportProposal): string {
  if ('symbol' in value) return value.symbol;
  const more = value.inRows.length - NAMED_SYMBOLS;
  return value.inRows.slice(0, NAMED_SYMBOLS).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

const beginningOf = (source: ImportSource, most: number): ImportSource => ({
  ...source,
  async open() {
    const opened = await source.open();
    if (!opened.ok) return opened;
    const file = opened.value;
    return ok({
      size: Math.min(file.size, most),
      version: file.version,
      read: (from, to) => file.read(from, to),
      close: () => file.close(),
    });
  },
});

/** Takes bars as a store does, and keeps only the data that a preview shows. */
class CountingStore implements WritableBarStore {
  readonly location = 'a preview';
  readonly series = new Map<string, ImportedSeries>();
  readonly #calendar: MarketCalendar;
  readonly #first = new BarColumns(FIRST_BARS);
  readonly #firstSymbols: string[] = [];

  constructor(calendar: MarketCalendar) {
    this.#calendar = calendar;
  }

  symbols: WritableBarStore['symbols'] = () => Promise.resolve(ok([]));
  availability: WritableBarStore['availability'] = () => Promise.resolve(ok(undefined));
  getBars: WritableBarStore['getBars'] = () =>
    Promise.resolve(fail('unsupported', 'A preview keeps no bars.'));

  writeBars: WritableBarStore['writeBars'] = (symbol, interval, bars) => {
    const before = this.series.get(symbol);
    const first = bars.openMs[0];
    const last = bars.openMs[bars.length - 1];
    const done = { unchanged: 0, replaced: 0, kept: 0, discardedSynthetic: 0, files: [], setAside: [] };
    if (first === undefined || last === undefined) return Promise.resolve(ok({ written: 0, ...done }));
    const days = measureDays(
      bars,
      interval,
      { from: this.#calendar.dayOf(asEpochMs(first)), to: this.#calendar.dayOf(asEpochMs(last)) },
      this.#calendar,
    );
    const expected = days.reduce((sum, day) => sum + day.expected, 0);
    const present = days.reduce((sum, day) => sum + day.present, 0);
    const empty = days.filter((day) => day.present + day.extended === 0).map(({ day }) => day);
    this.series.set(symbol, {
      symbol,
      bars: (before?.bars ?? 0) + bars.length,
      first_ms: Math.min(before?.first_ms ?? first, first),
      last_ms: Math.max(before?.last_ms ?? last, last),
      expected: (before?.expected ?? 0) + expected,
      missing: (before?.missing ?? 0) + expected - present,
      missing_days: [...(before?.missing_days ?? []), ...empty],
    });
    this.#keepFirst(symbol, bars);
    return Promise.resolve(ok({ written: bars.length, ...done }));
  };

  firstBars(): ImportPreview['first_bars'] {
    const { openMs, open, high, low, close, volume, length } = this.#first;
    const column = (values: Float64Array): Float64Array => values.slice(0, length);
    return {
      symbols: this.#firstSymbols,
      open_ms: column(openMs),
      open: column(open),
      high: column(high),
      low: column(low),
      close: column(close),
      volume: column(volume),
    };
  }

  #keepFirst(symbol: string, bars: ReadonlyBarColumns): void {
    for (let index = 0; index < bars.length && this.#first.length < FIRST_BARS; index++) {
      const at = (column: Readonly<ArrayLike<number>>): number => column[index] as number;
      this.#firstSymbols.push(symbol);
      this.#first.append(
        at(bars.openMs),
        at(bars.open),
        at(bars.high),
        at(bars.low),
        at(bars.close),
        at(bars.volume),
      );
    }
  }
}
