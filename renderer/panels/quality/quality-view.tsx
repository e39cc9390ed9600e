import { useState } from 'react';
import { Segments } from '../../ui/segments.tsx';
import { GapLegend } from './gap-legend.tsx';
import styles from './quality.module.css';
import { SessionQualityView } from './session-quality-view.tsx';
import { StoredQualityView } from './stored-quality-view.tsx';

type Place = 'session' | 'store';

/** How complete bars are: of the session's day so far, or of a month in the store. */
export function QualityView() {
  const [place, setPlace] = useState<Place>('session');
  const choice = (
    <Segments
      label="Bars of"
      value={place}
      segments={[
        { value: 'session', label: 'Session' },
        { value: 'store', label: 'Store' },
      ]}
      onChoose={setPlace}
    />
  );
  return (
    <div className={styles['view']}>
      {place === 'session' ? (
        <SessionQualityView choice={choice} legend={<GapLegend />} />
      ) : (
        <StoredQualityView choice={choice} legend={<GapLegend />} />
      )}
    </div>
  );
}
