import { Plus, Trash2 } from 'lucide-react';
import type { ConfigKey } from '../../../core/model/describe-session-config.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import fields from '../../ui/field.module.css';
import { ConfigField } from './config-field.tsx';
import styles from './session-editor.module.css';
import { inWords, useEditor, useField } from './use-editor.ts';
import { useNamedKeys } from './use-named-keys.ts';

const NO_KEYS: readonly ConfigKey[] = [];

/** Initial values of a new row, so that it is valid from the start. */
const FRESH: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'session_data_config.indicators.session': { name: 'sma', interval: '5m', period: 20 },
  strategies: { name: 'sma-cross' },
  scanners: { name: 'relative-volume' },
  'session_data_config.indicators.historical': { name: 'avg_volume', period: 5, interval: '1d' },
  'session_data_config.historical.data': { trailing_days: 2, intervals: ['1m'] },
};

/** A list of rows that have keys of their own: history to load, indicators. */
export function RowsField({ field, path }: { readonly field: ConfigKey; readonly path: string }) {
  const { value, set } = useField(path, field);
  const rows = Array.isArray(value) ? (value as readonly unknown[]) : [];
  return (
    <fieldset className={styles['rows']} aria-label={inWords(path)}>
      <legend>{inWords(path)}</legend>
      <p className={classNames(fields['about'], styles['about'])}>{field.description}</p>
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
  const { names, parameters } = useNamedKeys(listPath, path);
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
