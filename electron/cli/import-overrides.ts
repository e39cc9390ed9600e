import { isBaseInterval, STORED_IN_WORDS } from '../../core/base/interval.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { PRESETS } from '../../core/data-manager/importers/presets.ts';
import type { ImportOverrides } from '../../core/data-manager/importers/proposal.ts';

/** Options of every command that reads files as the importer does. */
export const IMPORT_OPTIONS = {
  symbol: { type: 'string' },
  interval: { type: 'string' },
  zone: { type: 'string' },
  stamp: { type: 'string' },
  source: { type: 'string' },
  preset: { type: 'string' },
  adjusted: { type: 'boolean' },
} as const;

/** The user's corrections of a file's reading. */
export function importOverrides(
  values: Readonly<Record<string, string | boolean | undefined>>,
): Result<ImportOverrides> {
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  const [interval, stamp, preset] = [text('interval'), text('stamp'), text('preset')];
  if (interval !== undefined && !isBaseInterval(interval)) {
    return fail('bad_usage', `--interval ${interval}: expected ${STORED_IN_WORDS}.`);
  }
  if (stamp !== undefined && stamp !== 'open' && stamp !== 'close') {
    return fail('bad_usage', `--stamp ${stamp}: expected open or close.`);
  }
  if (preset !== undefined && !Object.hasOwn(PRESETS, preset)) {
    return fail('bad_usage', `--preset ${preset}: expected one of ${Object.keys(PRESETS).join(', ')}.`);
  }
  const [symbol, zone, source] = [text('symbol'), text('zone'), text('source')];
  return ok({
    ...(symbol === undefined ? {} : { symbol }),
    ...(interval === undefined ? {} : { interval }),
    ...(zone === undefined ? {} : { zone }),
    ...(stamp === undefined ? {} : { stamp }),
    ...(source === undefined ? {} : { source }),
    ...(preset === undefined ? {} : { preset }),
    ...(values['adjusted'] === true ? { adjusted: true } : {}),
  });
}
