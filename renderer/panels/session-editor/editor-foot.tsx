// oxlint-disable jsx-a11y/prefer-tag-over-role -- a line that is read out, not the output of a form
import { Check, TriangleAlert } from 'lucide-react';
import { counted } from '../../format/number.ts';
import { nameOf, slugOf } from '../../state/config-draft.ts';
import { useWorkstation } from '../../state/workstation-context.ts';
import { Button } from '../../ui/button.tsx';
import { DialogFoot } from '../../ui/dialog.tsx';
import styles from './session-editor.module.css';
import { useEditor } from './use-editor.ts';

/** Whether the config can run, and the actions on it. */
export function EditorFoot({ onShow }: { readonly onShow: (path: string) => void }) {
  const { editor } = useWorkstation();
  const problems = useEditor((state) => state.problems);
  const stale = useEditor((state) => state.stale);
  const clash = useEditor((state) => state.clash);
  const name = useEditor(({ draft }) => nameOf(draft));
  const [first] = problems;
  if (clash !== null) {
    return (
      <DialogFoot isAlert>
        <p className={styles['verdict']}>
          <TriangleAlert size={13} aria-hidden /> There is a config {clash}.json already. Another name, or put
          this one in its place?
        </p>
        <Button onClick={() => void editor.save({ run: false, overwrite: true })}>Replace it</Button>
        <Button look="primary" onClick={() => void editor.save({ run: true, overwrite: true })}>
          Replace and run
        </Button>
      </DialogFoot>
    );
  }
  return (
    <DialogFoot>
      <p className={styles['verdict']} role="status" data-testid="config-verdict" data-stale={stale}>
        {first === undefined ? (
          <>
            <Check size={13} aria-hidden /> Can run; saved as {slugOf(name) || 'session'}.json
          </>
        ) : (
          <>
            <TriangleAlert size={13} aria-hidden /> {counted(problems.length, 'thing')} to mend:{' '}
            <button type="button" className={styles['show']} onClick={() => onShow(first.path)}>
              {first.path}
            </button>{' '}
            {first.message}
          </>
        )}
      </p>
      <Button
        disabled={stale || problems.length > 0}
        onClick={() => void editor.save({ run: false, overwrite: false })}
      >
        Save
      </Button>
      <Button
        look="primary"
        disabled={stale || problems.length > 0}
        onClick={() => void editor.save({ run: true, overwrite: false })}
      >
        Save and run
      </Button>
    </DialogFoot>
  );
}
