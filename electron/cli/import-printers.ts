import { asEpochMs, isoUtc } from '../../core/base/epoch-ms.ts';
import type { ImportReport, SymbolReport } from '../../core/data-manager/importers/import-report.ts';
import type { ImportProposal, Judged, SymbolSource } from '../../core/data-manager/importers/proposal.ts';
import type { MarketCalendar } from '../../core/time-manager/market-calendar.ts';

const number = (value: number): string => value.toLocaleString('en-US');

const symbolText = (symbol: SymbolSource): string =>
  'symbol' in symbol
    ? symbol.symbol
    : `in the rows: ${symbol.inRows.slice(0, 8).join(', ')}${symbol.inRows.length > 8 ? ', …' : ''}`;

const line = (name: string, value: string, { certainty, evidence }: Judged<unknown>): string =>
  `  ${name.padEnd(9)} ${value} — ${certainty}: ${evidence.join('; ')}`;

/** How a file would be read, for people: each part with its certainty and reason. */
export function proposalText(proposal: ImportProposal): string {
  const { columns, zone, stamp, symbol, interval } = proposal;
  const lines = [
    `${proposal.source.path} (${number(Math.ceil(proposal.bytes / 1024))} KB, ${proposal.format})`,
    line('symbol', symbolText(symbol.value), symbol),
    line('interval', interval.value, interval),
    line('zone', zone.value, zone),
    line('stamp', `the bar's ${stamp.value}`, stamp),
    line('columns', columns.value.map(({ name, role }) => `${name} = ${role}`).join(', '), columns),
    `  source    ${proposal.origin.source}`,
    groupLine(proposal),
    ...proposal.notes.map((note) => `  note      ${note}`),
    ...proposal.questions.map((question) => `  ? ${question}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** The exchange group is never a question: bars do not differ by it. */
const groupLine = ({ group }: ImportProposal): string =>
  group === undefined
    ? '  group     not sure, left unset; a session says its exchange_group, --group keeps it with the symbol'
    : line('group', group.value, group);

export const proposalJson = (proposal: ImportProposal): unknown => ({
  path: proposal.source.path,
  format: proposal.format,
  bytes: proposal.bytes,
  columns: proposal.columns,
  zone: proposal.zone,
  stamp: proposal.stamp,
  symbol: {
    ...proposal.symbol,
    value: 'symbol' in proposal.symbol.value ? proposal.symbol.value.symbol : proposal.symbol.value.inRows,
  },
  interval: proposal.interval,
  source: proposal.origin.source,
  adjusted: proposal.origin.adjusted,
  group: proposal.group ?? null,
  questions: proposal.questions,
  notes: proposal.notes,
});

/** The result for a file's rows, for people. */
export function importReportText(report: ImportReport, calendar: MarketCalendar): string {
  const refused = report.refusals.map(
    ({ reason, count, firstLine, example }) =>
      `  refused   ${number(count)} × ${reason}, first in line ${firstLine}: ${example.slice(0, 100)}`,
  );
  const findings = report.findings.map(
    ({ symbol, kind, count, detail }) => `  finding   ${symbol}: ${number(count)} × ${kind}: ${detail}`,
  );
  const lines = [
    `  rows      ${number(report.rowsRead)} read, ${number(report.rowsRefused)} refused`,
    ...(report.blanks > 0
      ? [`  blank     ${number(report.blanks)} places of symbols side by side without a bar`]
      : []),
    ...report.symbols.map((symbol) => symbolLine(symbol, report, calendar)),
    ...refused,
    ...findings,
  ];
  return `${lines.join('\n')}\n`;
}

function symbolLine(symbol: SymbolReport, { interval }: ImportReport, calendar: MarketCalendar): string {
  const day = (openMs: number | undefined): string =>
    openMs === undefined ? '–' : calendar.dayOf(asEpochMs(openMs));
  const parts = [
    `${number(symbol.written)} written`,
    ...(symbol.unchanged > 0 ? [`${number(symbol.unchanged)} there already`] : []),
    ...(symbol.replaced > 0 ? [`${number(symbol.replaced)} of them in place of others (the file wins)`] : []),
    ...(symbol.discardedSynthetic > 0
      ? [`${number(symbol.discardedSynthetic)} synthetic bars made room`]
      : []),
    ...(symbol.identicalDuplicates > 0
      ? [`${number(symbol.identicalDuplicates)} rows twice, taken once`]
      : []),
    ...(symbol.differingDuplicates > 0
      ? [`${number(symbol.differingDuplicates)} rows of one time that differ, the later taken`]
      : []),
  ];
  return `  ${symbol.symbol.padEnd(9)} ${number(symbol.bars)} bars of ${interval}, ${day(symbol.firstMs)} to ${day(symbol.lastMs)}: ${parts.join(', ')}`;
}

export const reportJson = (report: ImportReport): unknown => ({
  path: report.path,
  interval: report.interval,
  source: report.source,
  rows_read: report.rowsRead,
  rows_refused: report.rowsRefused,
  rows_written: report.symbols.reduce((sum, symbol) => sum + symbol.written, 0),
  blanks: report.blanks,
  refusals: report.refusals.map(({ reason, count, firstLine, example }) => ({
    reason,
    count,
    first_line: firstLine,
    example,
  })),
  symbols: report.symbols.map((symbol) => ({
    symbol: symbol.symbol,
    bars: symbol.bars,
    written: symbol.written,
    unchanged: symbol.unchanged,
    replaced: symbol.replaced,
    discarded_synthetic: symbol.discardedSynthetic,
    identical_duplicates: symbol.identicalDuplicates,
    differing_duplicates: symbol.differingDuplicates,
    first: symbol.firstMs === undefined ? null : isoUtc(asEpochMs(symbol.firstMs)),
    last: symbol.lastMs === undefined ? null : isoUtc(asEpochMs(symbol.lastMs)),
    files: symbol.files,
  })),
  findings: report.findings.map(({ symbol, kind, firstMs, lastMs, count, detail }) => ({
    symbol,
    kind,
    first: isoUtc(asEpochMs(firstMs)),
    last: isoUtc(asEpochMs(lastMs)),
    count,
    detail,
  })),
});
