import { parseArgs } from 'node:util';
import { asEpochMs, asTicker, isoUtc } from '../../core/base/epoch-ms.ts';
import { ok, type Result } from '../../core/base/result.ts';
import type { Finding } from '../../core/model/finding.ts';
import { measureDays, type DayQuality } from '../../core/data-manager/stored-quality.ts';
import { examineStored } from '../../core/data-manager/importers/examine-series.ts';
import { EXIT, type CommandIo } from './command-io.ts';
import { printFailure, usage } from './failures.ts';
import { openStoreOf, type OpenStore } from './open-store.ts';
import { table } from './summary-table.ts';
import { oneSymbol, wantedDays, type WantedDays } from './wanted-days.ts';

const HELP = `tapedeck data quality SYMBOL [options]

Measures stored bars against the calendar, regular hours, day by day, and lists suspicious values.

  --interval I   a stored interval: 1m (default), 1s, 5m … 4h or 1d
  --from DAY     the first day there is, otherwise
  --to DAY       the last day there is, otherwise, included
  --group G      the exchange group whose days these are (US_EQUITY; see calendar --list)
  --data DIR     the bar store
  --json         {"symbol", "interval", "quality", "days": [{"day", "expected", "present", "quality", "gaps", …}], "findings"}

A minute without trades has no bar: in a thinly traded symbol a gap may be correct.

Example:
  tapedeck data quality PCTY --interval 1m --from 2025-11-24
`;

const OPTIONS = {
  interval: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  group: { type: 'string' },
  data: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export async function dataQualityCommand(args: string[], io: CommandIo): Promise<number> {
  const parsed = usage(io, HELP, () => parseArgs({ args, options: OPTIONS, allowPositionals: true }));
  if (typeof parsed === 'number') return parsed;
  const { values, positionals } = parsed;
  const symbol = oneSymbol(positionals, io, HELP);
  if (symbol === undefined) return EXIT.usage;
  const found = openStoreOf(values.group, values.data, io);
  if (!found.ok) return printFailure(io, found.failure);
  const opened = found.value;
  const wanted = await wantedDays(opened, symbol, values);
  if (!wanted.ok) return printFailure(io, wanted.failure);
  const measured = await measure(opened, symbol, wanted.value);
  if (!measured.ok) return printFailure(io, measured.failure);
  const report = { symbol, interval: wanted.value.interval, ...measured.value };
  io.stdout(values.json === true ? `${JSON.stringify(reportJson(report))}\n` : reportText(report, opened));
  return EXIT.done;
}

interface QualityReport {
  readonly symbol: string;
  readonly interval: string;
  readonly days: readonly DayQuality[];
  readonly findings: readonly Finding[];
  readonly synthetic: boolean;
}

async function measure(
  { store, calendar }: OpenStore,
  symbol: string,
  { interval, from, to, range }: WantedDays,
): Promise<Result<Pick<QualityReport, 'days' | 'findings' | 'synthetic'>>> {
  const read = await store.getBars(asTicker(symbol), interval, range);
  if (!read.ok) return read;
  const { bars, findings, synthetic } = read.value;
  const days = measureDays(bars, interval, { from, to }, calendar);
  return ok({ days, synthetic, findings: [...findings, ...examineStored(bars, symbol, interval, calendar)] });
}

/** Percent of expected bars that exist, over all days. */
function totalQuality(days: readonly DayQuality[]): number {
  const expected = days.reduce((sum, day) => sum + day.expected, 0);
  return expected === 0 ? 0 : (days.reduce((sum, day) => sum + day.present, 0) / expected) * 100;
}

const iso = (openMs: number): string => isoUtc(asEpochMs(openMs));

const reportJson = ({ symbol, interval, days, findings, synthetic }: QualityReport): unknown => ({
  symbol,
  interval,
  quality: totalQuality(days),
  synthetic,
  days: days.map(({ day, expected, present, quality, gaps, extended }) => ({
    day,
    expected,
    present,
    quality,
    extended_hours_bars: extended,
    gaps: gaps.map((gap) => ({ first: iso(gap.firstMs), last: iso(gap.lastMs), count: gap.count })),
  })),
  findings: findings.map(({ kind, firstMs, lastMs, count, detail }) => ({
    kind,
    first: iso(firstMs),
    last: iso(lastMs),
    count,
    detail,
  })),
});

function reportText(report: QualityReport, { calendar }: OpenStore): string {
  const clock = (openMs: number): string => calendar.wallClockOf(asEpochMs(openMs)).slice(0, 5);
  const rows = report.days.map(({ day, expected, present, quality, gaps, extended }) => {
    const longest = gaps.reduce((best, gap) => (gap.count > best.count ? gap : best), {
      firstMs: 0,
      lastMs: 0,
      count: 0,
    });
    const where =
      longest.count === 0 ? '–' : `${longest.count} (${clock(longest.firstMs)} to ${clock(longest.lastMs)})`;
    return [
      day,
      String(present),
      String(expected),
      `${quality.toFixed(1)} %`,
      String(gaps.length),
      where,
      String(extended),
    ];
  });
  const heading = ['day', 'bars', 'expected', 'quality', 'gaps', 'longest gap', 'extended hours'];
  const findings = report.findings.map((finding) => `${finding.count} × ${finding.kind}: ${finding.detail}`);
  const lines = [
    `${report.symbol} ${report.interval}: ${totalQuality(report.days).toFixed(1)} % of ${report.days.length} days${report.synthetic ? ' · SYNTHETIC DATA' : ''}`,
    '',
    table([heading, ...rows], [1, 2, 3, 4, 6]),
    ...(findings.length === 0 ? [] : ['', ...findings]),
  ];
  return `${lines.join('\n')}\n`;
}
