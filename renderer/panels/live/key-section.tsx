import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { KeyStatus } from '../../../electron/contract/keys.ts';
import { useWorkstation } from '../../state/workstation-context.ts';
import { Button } from '../../ui/button.tsx';
import fields from '../../ui/field.module.css';
import styles from './live.module.css';

/** Where the key for Alpaca is stored, and how to hand one over. */
export function KeySection() {
  const { live } = useWorkstation();
  const key = useStore(live.store, (state) => state.key);
  const where = useStore(live.store, (state) => state.feeds?.alpaca_keys ?? null);
  if (key === null) return <EnvironmentKey isThere={where === 'environment'} />;
  return key.kept === 'no' ? <KeyForm status={key} /> : <KeptKey status={key} />;
}

/** A browser neither gets keys nor passes them on. */
function EnvironmentKey({ isThere }: { readonly isThere: boolean }) {
  return (
    <div className={styles['field']}>
      <span className={styles['label']}>Key</span>
      <p className={fields['about']} data-testid="key-environment">
        {isThere
          ? 'From the environment of the server: APCA_API_KEY_ID and APCA_API_SECRET_KEY are set.'
          : 'None. In a browser keys come from the environment of the server alone: set APCA_API_KEY_ID and APCA_API_SECRET_KEY before “tapedeck serve”. The desktop application can keep one in the system’s key store.'}
      </p>
    </div>
  );
}

function KeptKey({ status }: { readonly status: KeyStatus }) {
  const { live } = useWorkstation();
  const how =
    status.kept === 'stored'
      ? 'Stored, encrypted by the system’s key store'
      : 'Kept in memory until Tapedeck is closed';
  return (
    <div className={styles['field']}>
      <span className={styles['label']}>Key</span>
      <p className={styles['kept']} data-testid="key-kept" data-kept={status.kept}>
        {how}; its id ends in {status.endsIn}.{' '}
        <Button onClick={() => void live.forgetKey()}>Remove the key</Button>
      </p>
      {status.notStoredBecause === null ? null : <p className={fields['about']}>{status.notStoredBecause}</p>}
    </div>
  );
}

/** The typed key goes to the host and is cleared from the fields; the page keeps no copy. */
function KeyForm({ status }: { readonly status: KeyStatus }) {
  const { live } = useWorkstation();
  const id = useRef<HTMLInputElement>(null);
  const secret = useRef<HTMLInputElement>(null);
  const [isSent, setSent] = useState(false);
  const send = async (): Promise<void> => {
    const [first, second] = [id.current, secret.current];
    if (first === null || second === null) return;
    const entry = { id: first.value.trim(), secret: second.value.trim() };
    second.value = '';
    setSent(true);
    if (await live.keep(entry)) first.value = '';
    setSent(false);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className={styles['field']}>
        <label htmlFor="key-id">API key id</label>
        <input id="key-id" ref={id} autoComplete="off" spellCheck={false} required />
      </div>
      <div className={styles['field']}>
        <label htmlFor="key-secret">API secret</label>
        <input id="key-secret" ref={secret} type="password" autoComplete="off" required />
        <p className={fields['about']}>
          A key of a paper account is enough for data.{' '}
          {status.notStoredBecause ?? 'It is encrypted by the system’s key store and never shown again.'}
        </p>
      </div>
      <div className={styles['field']}>
        <span />
        <Button type="submit" disabled={isSent}>
          {status.notStoredBecause === null ? 'Store the key' : 'Use the key'}
        </Button>
        {status.problem === null ? null : (
          <p className={styles['problem']} role="alert">
            {status.problem}
          </p>
        )}
      </div>
    </form>
  );
}
