import { useState } from 'react';
import type { CatalogIndicator } from '../../../electron/contract/requests.ts';
import type { Study } from '../../../electron/contract/study.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import fields from '../../ui/field.module.css';
import styles from './study-menu.module.css';

type Parameter = CatalogIndicator['parameters'][number];

/** The error in a typed number; null when there is none. */
function parameterProblem({ name, min, max, integer }: Parameter, text: string): string | null {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) return `${name} is not a number`;
  if (integer && !Number.isInteger(value)) return `${name} is a whole number`;
  return value < min || value > max ? `${name} is from ${min} to ${max}` : null;
}

interface StudyFormProps {
  readonly known: readonly CatalogIndicator[];
  readonly onAdd: (study: Study) => void;
}

/** Any indicator that the engine has, with its parameters. */
export function StudyForm({ known, onAdd }: StudyFormProps) {
  const [name, setName] = useState(known[0]?.name ?? '');
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const parameters = known.find((each) => each.name === name)?.parameters ?? [];
  const textOf = (each: Parameter): string => typed[each.name] ?? String(each.default);
  const problem = parameters
    .map((each) => parameterProblem(each, textOf(each)))
    .find((each) => each !== null);
  return (
    <form
      className={classNames(fields['fields'], styles['form'])}
      onSubmit={(event) => {
        event.preventDefault();
        if (problem !== undefined) return;
        const chosen = parameters.map((each) => [each.name, Number(textOf(each))] as const);
        onAdd({ name, parameters: Object.fromEntries(chosen) });
      }}
    >
      <select
        aria-label="Indicator"
        value={name}
        onChange={(event) => {
          setName(event.target.value);
          setTyped({});
        }}
      >
        {known.map((each) => (
          <option key={each.name} value={each.name}>
            {each.name.replaceAll('_', ' ')}
          </option>
        ))}
      </select>
      {parameters.map((each) => (
        <label key={each.name} className={styles['parameter']}>
          {each.name.replaceAll('_', ' ')}
          <input
            value={textOf(each)}
            inputMode="decimal"
            aria-invalid={parameterProblem(each, textOf(each)) !== null}
            onChange={(event) => setTyped({ ...typed, [each.name]: event.target.value })}
          />
        </label>
      ))}
      <Button type="submit" look="primary" disabled={problem !== undefined || name === ''}>
        Add
      </Button>
      {problem === undefined ? null : <p className={styles['problem']}>{problem}</p>}
    </form>
  );
}
