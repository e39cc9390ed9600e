import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { isBaseInterval, type BaseInterval } from '../../core/base/interval.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { EXCHANGE_GROUPS } from '../../core/model/exchange-groups.ts';
import type { ImportOverrides, ImportProposal, Judged } from '../../core/data-manager/importers/proposal.ts';
import { writeWholeResult } from './write-whole.ts';

/** A plan's entry of one file; the importer judges a part that is null or absent. */
const PLANNED_FILE = z.strictObject({
  path: z.string(),
  import: z.boolean().optional(),
  symbol: z.string().nullish(),
  interval: z.string().refine(isBaseInterval, 'an interval that is not stored').nullish(),
  zone: z.string().nullish(),
  stamp: z.enum(['open', 'close']).nullish(),
  columns: z.record(z.string(), z.string()).nullish(),
  scale: z.number().positive().nullish(),
  dates: z.enum(['ymd', 'mdy', 'dmy']).nullish(),
  decimal: z.enum(['.', ',']).nullish(),
  group: z.enum(EXCHANGE_GROUPS).nullish(),
  source: z.string().nullish(),
  adjusted: z.boolean().nullish(),
  /** The file's questions, for people; an import ignores them. */
  questions: z.array(z.string()).optional(),
  why_not: z.string().optional(),
});

const PLAN = z.strictObject({ version: z.literal(1), files: z.array(PLANNED_FILE) });

/** One file of a plan. */
export type PlannedFile = z.infer<typeof PLANNED_FILE>;

/** A mapping of files that a proposal writes, a person edits, and an import takes back. */
export class ImportPlanFile {
  readonly #folder: string;
  readonly #files: ReadonlyMap<string, PlannedFile>;

  private constructor(folder: string, files: readonly PlannedFile[]) {
    this.#folder = folder;
    this.#files = new Map(files.map((file) => [path.resolve(folder, file.path), file]));
  }

  /** Fails with `missing_file`, or with `bad_usage` naming the first part that is none. */
  static async read(place: string): Promise<Result<ImportPlanFile>> {
    let document: unknown;
    try {
      document = JSON.parse(await readFile(place, 'utf8'));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return fail('missing_file', `The plan ${place} cannot be read: ${reason}.`);
    }
    const parsed = PLAN.safeParse(document);
    if (parsed.success) return ok(new ImportPlanFile(path.dirname(place), parsed.data.files));
    const [issue] = parsed.error.issues;
    return fail(
      'bad_usage',
      `${place}: ${issue?.path.join('.')}: ${issue?.message}`,
      'Write one with --write-plan and edit it.',
    );
  }

  /** The plan's entry of a file; undefined for one that it does not have. */
  of(file: string): PlannedFile | undefined {
    return this.#files.get(path.resolve(file));
  }

  /** The files that it imports. */
  get paths(): readonly string[] {
    return [...this.#files].filter(([, file]) => file.import !== false).map(([place]) => place);
  }

  get folder(): string {
    return this.#folder;
  }
}

const FOR_PEOPLE = ['path', 'import', 'questions', 'why_not'];

/** The corrections that a planned file has. */
export const overridesOf = (file: PlannedFile): ImportOverrides =>
  Object.fromEntries(
    Object.entries(file).filter(
      ([key, value]) => !FOR_PEOPLE.includes(key) && value !== null && value !== undefined,
    ),
  );

const sure = <T>({ value, certainty }: Judged<T>): T | null => (certainty === 'assumed' ? null : value);

/** A file as its proposal takes it; parts that it asks for are null. */
function plannedFile(proposal: ImportProposal, folder: string): PlannedFile {
  const { symbol, interval, zone, stamp, group, questions, source } = proposal;
  return {
    path: path.relative(folder, source.path),
    symbol: 'symbol' in symbol.value ? sure({ ...symbol, value: symbol.value.symbol }) : null,
    interval: sure<BaseInterval>(interval),
    zone: sure(zone),
    stamp: sure(stamp),
    ...(group === undefined ? {} : { group: group.value }),
    ...(questions.length === 0 ? {} : { questions: [...questions] }),
  };
}

/** Writes the plan; files that cannot be read are in it with the reason and are left out until one mends their entry. */
export async function writePlan(
  place: string,
  proposals: readonly ImportProposal[],
  failures: readonly { readonly path: string; readonly reason: string }[],
): Promise<Result<void>> {
  const folder = path.dirname(place);
  const files: PlannedFile[] = [
    ...proposals.map((proposal) => plannedFile(proposal, folder)),
    ...failures.map((failure) => ({
      path: path.relative(folder, failure.path),
      import: false,
      why_not: failure.reason,
    })),
  ];
  return writeWholeResult(place, `${JSON.stringify({ version: 1, files }, null, 2)}\n`);
}
