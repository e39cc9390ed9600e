import type { ImportFile } from '../../state/import-store.ts';
import { useWorkstation } from '../../state/workstation-context.ts';
import { keepFocus } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { useStore } from 'zustand';
import { StepMark } from './step-mark.tsx';
import { stepText } from './import-words.ts';
import styles from './import.module.css';

/** The list of files; a click shows one of them beside the list. */
export function ImportList({ files }: { readonly files: readonly ImportFile[] }) {
  const { imports } = useWorkstation();
  const shown = useStore(imports.store, (state) => state.shown);
  return (
    <ul className={styles['list']} aria-label="Files to import">
      {files.map((file) => (
        <li key={file.id}>
          <button
            type="button"
            className={classNames(styles['file'], file.id === shown && styles['shown'])}
            aria-pressed={file.id === shown}
            title={file.name}
            onMouseDown={keepFocus}
            onClick={() => imports.store.setState({ shown: file.id })}
          >
            <StepMark step={file.step} />
            <span className={styles['name']}>{file.name}</span>
            <span className={styles['step']}>{stepText(file)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
