import { ok, type Result } from '../../../base/result.ts';
import type { OpenFile } from '../../file-port.ts';
import { readCsv } from '../csv/read-csv.ts';
import { SampleRows } from '../row-sink.ts';
import type { SampledTable } from '../proposal.ts';
import type { NamedText } from '../csv/sample-csv.ts';
import type { LeanFile } from './lean-file.ts';

/** The rows of a LEAN file; its format fixes everything else. */
export async function sampleLean(
  file: OpenFile,
  lean: LeanFile,
  { fileName, container }: NamedText,
): Promise<Result<SampledTable>> {
  const sample = new SampleRows();
  const read = await readCsv(file, { plan: lean.plan, toUtc: (localMs) => localMs, sink: sample });
  if (!read.ok) return read;
  const rule = "LEAN's format says so";
  return ok({
    format: 'lean',
    plan: { kind: 'lines', container, lines: lean.plan },
    sample,
    meaning: { kind: 'clock' },
    columns: {
      value: ['time', 'open', 'high', 'low', 'close', 'volume'].map((role, index) => ({
        name: `column ${index + 1}`,
        role,
      })),
      certainty: 'certain',
      evidence: [
        lean.evidence,
        `${sample.possible} of ${sample.rows.length} rows make a bar (low ≤ open, close ≤ high)`,
        `${lean.plan.priceDivisor === undefined ? 'prices are written in full' : 'prices are ten-thousandths of their currency'}, and raw: not adjusted for splits or dividends`,
      ],
    },
    names: [],
    clues: { fileName, inRows: new Set(), stated: { where: "LEAN's name for it says", symbol: lean.symbol } },
    questions: [],
    fixed: {
      ...(lean.zone === undefined
        ? {}
        : { zone: { value: lean.zone, certainty: 'certain', evidence: [rule] } }),
      stamp: { value: 'open', certainty: 'certain', evidence: [rule] },
      interval: { value: lean.interval, certainty: 'certain', evidence: [rule] },
    },
  });
}
