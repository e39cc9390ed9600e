import { useState } from 'react';
import { useStore } from 'zustand';
import { useWorkstation } from '../../state/workstation-context.ts';
import { Segments } from '../../ui/segments.tsx';
import { CompareView } from './compare-view.tsx';
import { GapLegend } from './gap-map.tsx';
import styles from './quality.module.css';
import { SessionQualityView } from './session-quality-view.tsx';
import { StoredQualityView } from './stored-quality-view.tsx';

type Place = 'session' | 'store' | 'compare';

/** Completeness of bars: of the session's day so far, of a month in the store, or of the store beside a file. */
export function QualityView() {
  const { imports } = useWorkstation();
  const compared = useStore(imports.store, (state) => state.compared);
  const [place, setPlace] = useState<Place>('session');
  const [shown, setShown] = useState<number | null>(null);
  // A file that is sent here for comparison is shown immediately.
  if (compared !== shown) {
    setShown(compared);
    if (compared !== null) setPlace('compare');
  }
  const choice = (
    <Segments
      label="Bars of"
      value={place}
      segments={[
        { value: 'session', label: 'Session' },
        { value: 'store', label: 'Store' },
        { value: 'compare', label: 'Compare' },
      ]}
      onChoose={setPlace}
    />
  );
  return (
    <div className={styles['view']}>
      {place === 'session' ? (
        <SessionQualityView choice={choice} legend={<GapLegend />} />
      ) : place === 'store' ? (
        <StoredQualityView choice={choice} legend={<GapLegend />} />
      ) : (
        <CompareView choice={choice} />
      )}
    </div>
  );
}
