import { FilePlus, FolderPlus, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { counted } from '../../format/number.ts';
import { isUnderWay } from '../../state/import-store.ts';
import { useWorkstation } from '../../state/workstation-context.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ImportDetail } from './import-detail.tsx';
import { chooseFiles, chooseFolder, ImportInputs } from './import-inputs.tsx';
import { ImportList } from './import-list.tsx';
import styles from './import.module.css';
import { useFileDrop } from './use-file-drop.ts';

/** Files on their way into the store, beside the symbols and over the charts; the session keeps running. */
export function ImportSheet() {
  const open = useStore(useWorkstation().imports.store, (state) => state.open);
  const hovering = useFileDrop();
  return (
    <>
      <ImportInputs />
      {open ? <Sheet /> : null}
      {hovering ? (
        <div className={styles['drop']} data-testid="drop-target">
          <p>
            <strong>Drop to examine the files.</strong> Nothing is written until you confirm.
          </p>
        </div>
      ) : null}
    </>
  );
}

function Sheet() {
  const { imports } = useWorkstation();
  const files = useStore(imports.store, (state) => state.files);
  const shown = useStore(imports.store, (state) => state.files.find(({ id }) => id === state.shown));
  const sheet = useRef<HTMLElement>(null);
  useEffect(() => sheet.current?.focus(), []);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape comes up from what is inside
    <section
      ref={sheet}
      tabIndex={-1}
      className={styles['sheet']}
      aria-label="Import"
      data-testid="import-sheet"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) imports.close();
      }}
    >
      <header className={styles['head']}>
        <h2>Import bars</h2>
        <span className={styles['count']}>{counted(files.length, 'file')}</span>
        <Button look="quiet" onClick={chooseFiles}>
          <FilePlus size={13} aria-hidden /> Files…
        </Button>
        <Button look="quiet" onClick={chooseFolder}>
          <FolderPlus size={13} aria-hidden /> Folder…
        </Button>
        <IconButton
          look="quiet"
          label="Close"
          keys="Esc"
          icon={<X size={14} />}
          onClick={() => imports.close()}
        />
      </header>
      <div className={styles['body']}>
        {files.length > 1 ? <ImportList files={files} /> : null}
        <div className={styles['detail']}>
          {shown === undefined ? (
            <EmptyState title="No files yet" text="Drop files or a folder on the window, or choose some." />
          ) : (
            <ImportDetail key={shown.id} file={shown} />
          )}
        </div>
      </div>
      <Foot />
    </section>
  );
}

function Foot() {
  const { imports, view } = useWorkstation();
  const ready = useStore(imports.store, ({ files }) => files.filter(({ step }) => step === 'ready').length);
  const count = useStore(imports.store, ({ files }) => files.length);
  const busy = useStore(imports.store, ({ files }) => files.filter(isUnderWay).length);
  const shown = useStore(imports.store, (state) => state.files.find(({ id }) => id === state.shown));
  return (
    <footer className={styles['foot']}>
      <output className={styles['count']}>
        {busy > 0
          ? `${counted(busy, 'file')} under way. The session keeps running.`
          : ready > 0
            ? 'Nothing has been written yet.'
            : ''}
      </output>
      {shown === undefined ? null : isUnderWay(shown) ? (
        <Button onClick={() => imports.stop(shown.id)}>Cancel</Button>
      ) : shown.step === 'written' ? null : (
        <>
          {shown.step === 'ready' ? (
            <Button
              onClick={() => {
                imports.compare(shown.id);
                view.setState({ analysisTab: 'quality' });
              }}
            >
              Compare with the store
            </Button>
          ) : null}
          <Button onClick={() => imports.remove(shown.id)}>Remove file</Button>
        </>
      )}
      {busy === 0 && ready === 0 ? (
        <Button look="primary" onClick={() => imports.close()}>
          Done
        </Button>
      ) : (
        <Button
          look="primary"
          disabled={ready === 0}
          onClick={() => imports.write()}
          data-testid="import-write"
        >
          {count > 1 ? `Write ${counted(ready, 'file')}` : 'Write to the store'}
        </Button>
      )}
    </footer>
  );
}
