import { Plus, Trash2 } from 'lucide-react';
import { useStore } from 'zustand';
import type { ConfigKey } from '../../../core/model/describe-session-config.ts';
import type { CatalogIndicator } from '../../../electron/contract/requests.ts';
import { valueAt } from '../../state/config-draft.ts';
import { useWorkstation } from '../../state/workstation-context.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ConfigField } from './config-field.tsx';
import styles from './session-editor.module.css';
import { inWords, useEditor, useField } from './use-editor.ts';

const SESSION_INDICATORS = 'session_data_config.indicators.session';
const NO_KEYS: readonly ConfigKey[] = [];
const NO_INDICATORS: readonly CatalogIndicator[] = [];

/** What a row of a list begins with, so that it is sound from the first moment. */
const FRESH: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  [SESSION_INDICATORS]: { name: 'sma', interval: '5m', period: 20 },
  'session_data_config.indicators.historical': { name: 'avg_volume', period: 5, interval: '1d' },
  'session_data_config.historical.data': { trailing_days: 2, intervals: ['1m'] },
};

/** A list of things that have keys of their own: history to load, indicators. */
export function RowsField({ field, path }: { readonly field: ConfigKey; readonly path: string }) {
  const { value, set } = useField(path, field);
  const rows = Array.isArray(value) ? (value as readonly unknown[]) : [];
  return (
    <fieldset className={styles['rows']} aria-label={inWords(path)}>
      <legend>{inWords(path)}</legend>
      <p className={styles['about']}>{field.description}</p>
      {rows.map((_, index) => (
        <div key={index} className={styles['row']}>
          <RowKeys listPath={path} path={`${path}.${index}`} />
          <IconButton
            look="quiet"
            label={`Take number ${index + 1} away`}
            icon={<Trash2 size={13} />}
            onClick={() => set(rows.filter((_row, at) => at !== index))}
          />
        </div>
      ))}
      <Button look="quiet" onClick={() => set([...rows, FRESH[path] ?? {}])}>
        <Plus size={12} aria-hidden /> Add
      </Button>
    </fieldset>
  );
}

function RowKeys({ listPath, path }: { readonly listPath: string; readonly path: string }) {
  const keys = useEditor((state) => state.keys) ?? NO_KEYS;
  const { names, parameters } = useIndicatorKeys(listPath, path);
  const own = keys
    .filter((each) => each.path.startsWith(`${listPath}[].`))
    .map((each) => (names !== null && each.path.endsWith('[].name') ? { ...each, expects: names } : each));
  return (
    <div className={styles['rowKeys']}>
      {[...own, ...parameters].map((each) => (
        <ConfigField key={each.path} field={each} path={each.path.replace(`${listPath}[]`, path)} />
      ))}
    </div>
  );
}

interface IndicatorKeys {
  /** What may stand as a name, in the words of the schema; null where that is not known. */
  readonly names: string | null;
  readonly parameters: readonly ConfigKey[];
}

/** A session indicator is one of the engine's, and has parameters of its kind besides the keys of the schema. */
function useIndicatorKeys(listPath: string, path: string): IndicatorKeys {
  const known = useStore(useWorkstation().catalog, (state) => state.catalog?.indicators) ?? NO_INDICATORS;
  const name = useEditor(({ draft }) => valueAt(draft, `${path}.name`));
  if (listPath !== SESSION_INDICATORS || known.length === 0) return { names: null, parameters: [] };
  const own = known.find((each) => each.name === name)?.parameters ?? [];
  const parameters = own.map((each) => ({
    path: `${listPath}[].${each.name}`,
    expects: `number, ${each.min} to ${each.max}`,
    byDefault: String(each.default),
    required: false,
    description: '',
  }));
  return { names: known.map((each) => `"${each.name}"`).join(' or '), parameters };
}
