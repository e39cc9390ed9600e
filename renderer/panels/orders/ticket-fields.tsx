import type { ReactNode } from 'react';
import styles from './orders.module.css';

interface FieldProps {
  readonly name: string;
  readonly value: string;
  readonly hint?: string;
  readonly onType: (text: string) => void;
}

const Row = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <label className={styles['field']}>
    <span>{name}</span>
    {children}
  </label>
);

/** A field of the ticket to type into. */
export function Field({ name, value, hint, onType }: FieldProps) {
  return (
    <Row name={name}>
      <input
        value={value}
        placeholder={hint}
        inputMode="decimal"
        autoComplete="off"
        onChange={(event) => onType(event.target.value)}
      />
    </Row>
  );
}

interface ChoiceProps<T extends string> {
  readonly name: string;
  readonly value: T;
  readonly choices: readonly { readonly value: T; readonly label: string }[];
  readonly onChoose: (value: T) => void;
}

/** A field of the ticket with a few choices. */
export function Choice<T extends string>({ name, value, choices, onChoose }: ChoiceProps<T>) {
  return (
    <Row name={name}>
      <select value={value} onChange={(event) => onChoose(event.target.value as T)}>
        {choices.map((each) => (
          <option key={each.value} value={each.value}>
            {each.label}
          </option>
        ))}
      </select>
    </Row>
  );
}
