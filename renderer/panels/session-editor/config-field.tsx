import { useId } from 'react';
import type { ConfigKey } from '../../../core/model/describe-session-config.ts';
import { fieldKind, type FieldKind } from '../../state/config-draft.ts';
import { classNames } from '../../ui/class-names.ts';
import fields from '../../ui/field.module.css';
import { IntervalChips } from './interval-chips.tsx';
import styles from './session-editor.module.css';
import { SymbolChips } from './symbol-chips.tsx';
import { inWords, useField } from './use-editor.ts';

interface ConfigFieldProps {
  readonly field: ConfigKey;
  /** Its path in the draft, with a number where the key has brackets. */
  readonly path: string;
}

/** One key of the config: its name, its purpose, its input, and its errors. */
export function ConfigField({ field, path }: ConfigFieldProps) {
  const id = useId();
  const { value, isDefault, problem, set } = useField(path, field);
  const kind = fieldKind(field);
  return (
    <div className={styles['field']} data-path={path} data-invalid={problem !== null}>
      <label id={`${id}-name`} htmlFor={id}>
        {inWords(path)}
        {isDefault && !field.required ? <span className={styles['default']}>default</span> : null}
      </label>
      <Control
        {...{ id, kind, value, set }}
        describedBy={`${id}-about`}
        labelledBy={`${id}-name`}
        invalid={problem !== null}
      />
      <p id={`${id}-about`} className={classNames(fields['about'], styles['about'])}>
        {problem === null ? (
          <>
            {field.description.replaceAll('`', '')}{' '}
            {kind.kind === 'number' ? <em>{field.expects.replace('number, ', 'From ')}.</em> : null}
          </>
        ) : (
          <strong role="alert">⚠ {problem}</strong>
        )}
      </p>
    </div>
  );
}

export interface ControlProps {
  readonly id: string;
  readonly kind: FieldKind;
  readonly value: unknown;
  readonly set: (value: unknown) => void;
  readonly describedBy: string;
  readonly labelledBy: string;
  readonly invalid: boolean;
}

function Control({ id, kind, value, set, describedBy, labelledBy, invalid }: ControlProps) {
  const shared = { id, 'aria-describedby': describedBy, 'aria-invalid': invalid } as const;
  const list = Array.isArray(value) ? (value as readonly string[]) : [];
  switch (kind.kind) {
    case 'toggle':
      return (
        <input
          {...shared}
          type="checkbox"
          checked={value === true}
          onChange={(event) => set(event.target.checked)}
        />
      );
    case 'choice':
      return (
        <select {...shared} value={asText(value)} onChange={(event) => set(event.target.value)}>
          {kind.of.includes(asText(value)) ? null : <option value={asText(value)}>{asText(value)}</option>}
          {kind.of.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      );
    case 'several':
      return <IntervalChips {...{ labelledBy, set }} all={kind.of} chosen={list} />;
    case 'symbols':
      return <SymbolChips {...{ id, describedBy, set }} symbols={list} />;
    case 'who':
      return (
        <input
          {...shared}
          value={Array.isArray(value) ? list.join(' ') : asText(value)}
          onChange={(event) => set(whoOf(event.target.value))}
        />
      );
    case 'number':
      return (
        <input
          {...shared}
          inputMode="decimal"
          defaultValue={asText(value)}
          onChange={(event) => set(numberOf(event.target.value))}
        />
      );
    default:
      return (
        <input
          {...shared}
          type={kind.kind === 'day' ? 'date' : 'text'}
          value={asText(value)}
          spellCheck={false}
          onChange={(event) => set(event.target.value)}
        />
      );
  }
}

const asText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** Text that is not a number is kept, and the engine reports it; an empty field means the default. */
function numberOf(text: string): unknown {
  if (text.trim() === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
}

const whoOf = (text: string): unknown =>
  text.trim().toLowerCase() === 'all' || text.trim() === ''
    ? 'all'
    : text
        .trim()
        .toUpperCase()
        .split(/[\s,]+/);
