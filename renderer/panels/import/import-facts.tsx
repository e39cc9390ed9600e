import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { ImportCorrections, ImportPart } from '../../../electron/contract/import-requests.ts';
import type { ImportFile } from '../../state/import-store.ts';
import { useWorkstation } from '../../state/workstation-context.ts';
import { ChoiceMenu } from '../../ui/menu.tsx';
import { Segments } from '../../ui/segments.tsx';
import { typedSymbol } from '../symbols/add-choices.ts';
import { CorrectionField } from './correction-field.tsx';
import styles from './import.module.css';

const AUTO = 'auto';
const ZONES = ['America/New_York', 'America/Chicago', 'Europe/London', 'Europe/Berlin', 'Asia/Tokyo', 'UTC'];

/** How the importer reads the file, each part with its certainty and reason; every part can be corrected. */
export function ImportFacts({ file }: { readonly file: ImportFile }) {
  const { imports } = useWorkstation();
  const presets = useStore(imports.store, (state) => state.presets);
  const { preview, corrections, step } = file;
  const disabled = step === 'writing' || step === 'queued' || step === 'stopped';
  const say = (patch: { [K in keyof ImportCorrections]?: ImportCorrections[K] | undefined }): void =>
    imports.correct(file.id, patch);
  return (
    <fieldset className={styles['facts']} disabled={disabled} aria-label="How the file is read">
      <Fact name="Symbol" part={preview?.symbol}>
        <CorrectionField
          label="Symbol"
          value={corrections.symbol ?? preview?.symbol.value ?? ''}
          tidy={typedSymbol}
          onCommit={(text) => say({ symbol: text })}
        />
      </Fact>
      <Fact name="Interval" part={preview?.interval}>
        <Segments
          label="Interval"
          value={corrections.interval ?? preview?.interval.value ?? null}
          segments={(['1s', '1m', '1d'] as const).map((value) => ({ value, label: value }))}
          onChoose={(interval) => say({ interval: interval as '1s' | '1m' | '1d' })}
        />
      </Fact>
      <Fact name="Zone" part={preview?.zone}>
        <CorrectionField
          label="Zone"
          value={corrections.zone ?? preview?.zone.value ?? ''}
          suggestions={ZONES}
          onCommit={(text) => say({ zone: text })}
        />
      </Fact>
      <Fact name="Times are" part={preview?.stamp}>
        <Segments
          label="Times are"
          value={corrections.stamp ?? preview?.stamp.value ?? null}
          segments={[
            { value: 'open', label: 'Opens', name: 'Times are the opens of bars' },
            { value: 'close', label: 'Closes', name: 'Times are the closes of bars' },
          ]}
          onChoose={(stamp) => say({ stamp: stamp as 'open' | 'close' })}
        />
      </Fact>
      <Fact name="Columns" part={preview?.columns}>
        <ChoiceMenu
          label="Vendor"
          shown={corrections.preset === undefined ? 'Any vendor' : corrections.preset}
          value={corrections.preset ?? AUTO}
          disabled={disabled}
          choices={[
            { value: AUTO, label: 'Any vendor', detail: 'Decide from the file' },
            ...presets.map((value) => ({ value, label: value })),
          ]}
          onChoose={(preset) => say({ preset: preset === AUTO ? undefined : preset })}
        />
      </Fact>
      <Fact name="Source" part={undefined} note="the name under which the store keeps the bars">
        <CorrectionField
          label="Source"
          value={corrections.source ?? preview?.source ?? ''}
          onCommit={(text) => say({ source: text })}
        />
      </Fact>
      <Fact name="Prices" part={undefined} note="adjusted for splits and dividends, or as they were traded">
        <Segments
          label="Prices"
          value={(corrections.adjusted ?? preview?.adjusted ?? false) ? 'adjusted' : 'raw'}
          segments={[
            { value: 'raw', label: 'Raw' },
            { value: 'adjusted', label: 'Adjusted' },
          ]}
          onChoose={(value) => say({ adjusted: value === 'adjusted' })}
        />
      </Fact>
    </fieldset>
  );
}

interface FactProps {
  readonly name: string;
  readonly part: ImportPart | undefined;
  readonly note?: string;
  readonly children: ReactNode;
}

const SURE = { told: 'as you said', certain: 'certain', likely: 'likely', assumed: 'assumed' } as const;

function Fact({ name, part, note = '', children }: FactProps) {
  const isColumns = name === 'Columns';
  const why = part === undefined ? note : part.evidence.join('; ');
  return (
    <div className={styles['fact']}>
      <span className={styles['label']}>{name}</span>
      <div>{children}</div>
      <span className={part?.certainty === 'assumed' ? styles['assumed'] : styles['sure']}>
        {part === undefined ? '' : SURE[part.certainty]}
      </span>
      <span className={styles['why']} title={why}>
        {isColumns && part !== undefined ? <b>{part.value}. </b> : null}
        {why}
      </span>
    </div>
  );
}
