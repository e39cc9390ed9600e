import { useStore } from 'zustand';
import { useWorkstation } from '../../state/workstation-context.ts';
import { Button } from '../../ui/button.tsx';
import styles from './notices.module.css';

/** An export that was requested while the session is deactivated: wait for it, or save it empty. */
export function HeldExport() {
  const { exports } = useWorkstation();
  const held = useStore(exports.store, (state) => state.held);
  if (held === null) return null;
  const who = held.symbols.length === 0 ? 'The session is' : `${held.symbols.slice(0, 4).join(', ')} is`;
  return (
    <section className={styles['offer']} aria-label="Export" data-testid="held-export">
      <output className={styles['text']}>
        {who} catching up.{' '}
        {held.waits ? 'The file comes when that is done.' : 'An export now would be empty.'}
      </output>
      {held.waits ? null : (
        <>
          <Button look="primary" onClick={() => exports.wait()}>
            Wait for it
          </Button>
          <Button onClick={() => void exports.session(held.format, true)}>Export empty</Button>
        </>
      )}
      <Button onClick={() => exports.forget()}>{held.waits ? 'Stop waiting' : 'Cancel'}</Button>
    </section>
  );
}
