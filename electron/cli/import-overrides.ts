import { isBaseInterval, STORED_IN_WORDS } from '../../core/base/interval.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { PRESETS } from '../../core/data-manager/importers/presets.ts';
import type { ImportOverrides } from '../../core/data-manager/importers/proposal.ts';
import { EXCHANGE_GROUPS, groupNamed } from '../../core/model/exchange-groups.ts';

/** Options of every command that reads files as the importer does. */
export const IMPORT_OPTIONS = {
  symbol: { type: 'string' },
  'symbol-from': { type: 'string' },
  interval: { type: 'string' },
  zone: { type: 'string' },
  stamp: { type: 'string' },
  columns: { type: 'string' },
  scale: { type: 'string' },
  bars: { type: 'string' },
  dates: { type: 'string' },
  decimal: { type: 'string' },
  group: { type: 'string' },
  table: { type: 'string' },
  source: { type: 'string' },
  preset: { type: 'string' },
  adjusted: { type: 'boolean' },
} as const;

type Values = Readonly<Record<string, string | boolean | undefined>>;

/** The user's corrections of a file's reading. */
export function importOverrides(values: Values): Result<ImportOverrides> {
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  const wrong = wrongValue(text);
  if (wrong !== undefined) return fail('bad_usage', wrong);
  const columns = columnsIn(text('columns'));
  if (!columns.ok) return columns;
  const given: Record<string, unknown> = {
    symbol: text('symbol'),
    symbolFrom: text('symbol-from'),
    interval: text('interval'),
    zone: text('zone'),
    stamp: text('stamp'),
    columns: columns.value,
    scale: text('scale') === undefined ? undefined : Number(text('scale')),
    bars: text('bars'),
    dates: text('dates'),
    decimal: text('decimal'),
    group: text('group') === undefined ? undefined : groupNamed(text('group') as string),
    source: text('source'),
    preset: text('preset'),
    adjusted: values['adjusted'] === true ? true : undefined,
  };
  return ok(Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));
}

/** Why a value cannot be what its option takes. */
function wrongValue(text: (name: string) => string | undefined): string | undefined {
  const [interval, stamp, preset, group] = [text('interval'), text('stamp'), text('preset'), text('group')];
  const [scale, dates, decimal, bars] = [text('scale'), text('dates'), text('decimal'), text('bars')];
  if (interval !== undefined && !isBaseInterval(interval))
    return `--interval ${interval}: expected ${STORED_IN_WORDS}.`;
  if (stamp !== undefined && stamp !== 'open' && stamp !== 'close')
    return `--stamp ${stamp}: expected open or close.`;
  if (preset !== undefined && !Object.hasOwn(PRESETS, preset))
    return `--preset ${preset}: expected one of ${Object.keys(PRESETS).join(', ')}.`;
  if (group !== undefined && groupNamed(group) === undefined)
    return `--group ${group}: expected one of ${EXCHANGE_GROUPS.join(', ')}.`;
  if (scale !== undefined && !(Number(scale) > 0))
    return `--scale ${scale}: expected a number like 0.01 or 1e-9.`;
  if (bars !== undefined && bars !== '1s' && bars !== '1m') return `--bars ${bars}: expected 1s or 1m.`;
  if (dates !== undefined && !['ymd', 'mdy', 'dmy'].includes(dates))
    return `--dates ${dates}: expected mdy, dmy or ymd.`;
  if (decimal !== undefined && decimal !== '.' && decimal !== ',')
    return `--decimal ${decimal}: expected . or ,`;
  return undefined;
}

const ROLES = ['time', 'date', 'clock', 'open', 'high', 'low', 'close', 'volume', 'symbol', 'price'];

/** `time=Date,open=Price,volume=none`; names with a comma are quoted: `time="Date, local"`. */
function columnsIn(text: string | undefined): Result<Readonly<Record<string, string>> | undefined> {
  if (text === undefined) return ok(undefined);
  const columns: Record<string, string> = {};
  for (const [part] of text.matchAll(/[^,"]*(?:"[^"]*"[^,"]*)+|[^,]+/g)) {
    const [, role = '', name = ''] = /^\s*(\w+)\s*=\s*"?([^"]*)"?\s*$/.exec(part) ?? [];
    if (!ROLES.includes(role) || name.trim() === '') {
      return fail(
        'bad_usage',
        `--columns ${part}: expected ROLE=NAME, the role one of ${ROLES.join(', ')}.`,
        'time=Date,open=Open,volume=none',
      );
    }
    columns[role] = name.trim();
  }
  return ok(columns);
}
