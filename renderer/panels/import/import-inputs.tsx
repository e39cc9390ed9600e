import { useWorkstation } from '../../state/workstation-context.ts';
import { folderFiles } from './dropped-files.ts';
import styles from './import.module.css';

const FILES_ID = 'import-files';
const FOLDER_ID = 'import-folder';

/** Opens the system's file dialog; the same in a browser and on the desktop. */
export const chooseFiles = (): void => document.getElementById(FILES_ID)?.click();

export const chooseFolder = (): void => document.getElementById(FOLDER_ID)?.click();

const FOLDER = { webkitdirectory: '' };

/** The two inputs behind the buttons. They are emptied after each use, so that the same file can be chosen again. */
export function ImportInputs() {
  const { imports } = useWorkstation();
  return (
    <div className={styles['unseen']}>
      <input
        id={FILES_ID}
        type="file"
        multiple
        tabIndex={-1}
        aria-label="Files to import"
        onChange={({ target }) => {
          imports.add([...(target.files ?? [])]);
          target.value = '';
        }}
      />
      <input
        id={FOLDER_ID}
        type="file"
        {...FOLDER}
        tabIndex={-1}
        aria-label="Folder to import"
        onChange={({ target }) => {
          imports.add(folderFiles([...(target.files ?? [])]));
          target.value = '';
        }}
      />
    </div>
  );
}
