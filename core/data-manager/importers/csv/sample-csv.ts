import { ok, type Result } from '../../../base/result.ts';
import type { OpenFile } from '../../file-port.ts';
import type { ColumnRole, TextContainer } from '../proposal.ts';
import type { SampledTable } from '../sampled-table.ts';
import type { TimeMeaning } from '../judging/time-meaning.ts';
import type { CsvPlan } from './csv-plan.ts';
import { proposeCsvPlan, type FileEnds, type ProposedCsv } from './propose-csv-plan.ts';

/** The first bytes of the file, and as many from its end, are what a proposal is judged by. */
const HEAD = 4 * 1024 * 1024;
const TAIL = 1024 * 1024;

export interface NamedText {
  readonly path: string;
  readonly fileName: string;
  readonly container: TextContainer;
}

/** Looks at lines of text. Fails with `bad_file` where they hold no bars. */
export async function sampleCsv(
  file: OpenFile,
  { path, fileName, container }: NamedText,
): Promise<Result<SampledTable>> {
  const parts = await readEnds(file);
  if (!parts.ok) return parts;
  const csv = proposeCsvPlan(parts.value, path);
  if (!csv.ok) return csv;
  const { layout, plan, sample, evidence, questions } = csv.value;
  return ok({
    format: 'csv',
    plan: { kind: 'lines', container, lines: plan },
    sample,
    meaning: meaningOf(plan),
    columns: { value: roles(csv.value), certainty: layout.hasHeader ? 'certain' : 'likely', evidence },
    names: layout.hasHeader ? layout.names : [],
    clues: {
      fileName,
      inRows: sample.symbols,
      ...(layout.headerSymbol === undefined
        ? {}
        : { stated: { where: 'a header line names', symbol: layout.headerSymbol } }),
    },
    questions,
  });
}

async function readEnds(file: OpenFile): Promise<Result<FileEnds>> {
  const head = await file.read(0, Math.min(HEAD, file.size));
  if (!head.ok) return head;
  const tail = await file.read(Math.max(head.value.length, file.size - TAIL), file.size);
  return tail.ok ? ok({ head: head.value, tail: tail.value }) : tail;
}

function meaningOf({ writing }: CsvPlan): TimeMeaning {
  if (writing.kind === 'epoch') return { kind: 'instant', says: 'times count from 1970 in UTC' };
  if (writing.kind === 'since_midnight') return { kind: 'clock' };
  if (writing.dateOnly) return { kind: 'day' };
  return writing.hasOffset
    ? { kind: 'instant', says: 'every time carries its distance from UTC' }
    : { kind: 'clock' };
}

function roles({ layout }: ProposedCsv): readonly ColumnRole[] {
  return Object.entries(layout.columns)
    .map(([role, index]) => ({ role: role === 'clock' ? 'time of day' : role, index: Number(index) }))
    .sort((a, b) => a.index - b.index)
    .map(({ role, index }) => ({ role, name: layout.names[index] ?? `column ${index + 1}` }));
}
