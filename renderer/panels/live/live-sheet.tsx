import { Radio } from 'lucide-react';
import { useStore } from 'zustand';
import { MARKET_SPEEDS } from '../../../electron/contract/live-requests.ts';
import type { FeedName, LiveState } from '../../state/live.ts';
import { useWorkstation } from '../../state/workstation-context.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogFoot, DialogHead } from '../../ui/dialog.tsx';
import { classNames } from '../../ui/class-names.ts';
import fields from '../../ui/field.module.css';
import { Segments } from '../../ui/segments.tsx';
import { KeySection } from './key-section.tsx';
import styles from './live.module.css';

const FEEDS: readonly { readonly value: FeedName; readonly label: string; readonly about: string }[] = [
  {
    value: 'sim',
    label: 'Simulator',
    about:
      'Built in: a vendor on this machine that speaks Alpaca’s protocol. It plays your stored bars of the day if there are any, else a generated market, marked as synthetic.',
  },
  {
    value: 'iex',
    label: 'Alpaca IEX',
    about: 'Trades of the IEX exchange alone, a few percent of all; included in every plan.',
  },
  { value: 'sip', label: 'Alpaca SIP', about: 'Trades of all exchanges; needs a plan that includes them.' },
];

/** Starts a live session: with a chosen feed and key. */
export function LiveSheet() {
  return useStore(useWorkstation().live.store, (state) => state.open) ? <Sheet /> : null;
}

function Sheet() {
  const { live } = useWorkstation();
  const state = useStore(live.store);
  const noKey = state.feed !== 'sim' && state.feeds?.alpaca_keys === 'none';
  return (
    <Dialog
      label="Go live"
      className={styles['sheet']}
      firstFocus="[data-go]"
      testId="live-sheet"
      onClose={() => live.close()}
    >
      <DialogHead title="Go live" />
      <div className={classNames(fields['fields'], styles['body'])}>
        <ConfigChoice value={state.configId} />
        <FeedChoice state={state} />
        {state.feed === 'sim' ? <SimulatorChoice state={state} /> : <KeySection />}
      </div>
      <DialogFoot>
        <span className={styles['problem']} role="alert" data-testid="live-problem">
          {state.problem}
        </span>
        <Button
          look="primary"
          data-go
          disabled={state.configId === null || noKey || state.busy}
          onClick={() => void live.go()}
        >
          <Radio size={13} aria-hidden />
          Go live
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

function ConfigChoice({ value }: { readonly value: string | null }) {
  const { catalog, live } = useWorkstation();
  const configs = useStore(catalog, (state) => state.catalog?.configs) ?? [];
  return (
    <div className={styles['field']}>
      <label htmlFor="live-config">Session</label>
      <select
        id="live-config"
        value={value ?? ''}
        onChange={(event) => live.choose({ configId: event.target.value })}
      >
        {configs
          .filter(({ problem }) => problem === null)
          .map(({ config_id, session_name }) => (
            <option key={config_id} value={config_id}>
              {session_name}
            </option>
          ))}
      </select>
      <p className={fields['about']}>
        Its symbols, streams, indicators and strategies, with today in place of a backtest’s days.
      </p>
    </div>
  );
}

function FeedChoice({ state }: { readonly state: LiveState }) {
  const { live } = useWorkstation();
  return (
    <div className={styles['field']}>
      <span className={styles['label']}>Feed</span>
      <Segments label="Feed" value={state.feed} segments={FEEDS} onChoose={(feed) => live.choose({ feed })} />
      <p className={fields['about']}>{FEEDS.find(({ value }) => value === state.feed)?.about}</p>
    </div>
  );
}

function SimulatorChoice({ state }: { readonly state: LiveState }) {
  const { live } = useWorkstation();
  return (
    <>
      <div className={styles['field']}>
        <span className={styles['label']}>Market speed</span>
        <Segments
          label="Market speed"
          value={state.speed}
          segments={MARKET_SPEEDS.map((value) => ({
            value,
            label: `${value}×`,
            name: `${value} market ${value === 1 ? 'second' : 'seconds'} in a second`,
          }))}
          onChoose={(speed) => live.choose({ speed })}
        />
      </div>
      <div className={styles['field']}>
        <label htmlFor="live-at">Begins at</label>
        <input
          id="live-at"
          className={styles['time']}
          value={state.at}
          maxLength={5}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => live.choose({ at: event.target.value })}
        />
        <p className={fields['about']}>
          Exchange time{state.feeds === null ? '' : ` of ${state.feeds.day}`}; earlier bars come from the
          history.
        </p>
      </div>
    </>
  );
}
