import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useView, useWorkstation } from '../../state/workstation-context.ts';
import { Button } from '../../ui/button.tsx';
import { TOUR_STEPS } from './tour-steps.ts';
import styles from './tour.module.css';

/**
 * The first start, in four steps that cover nothing: the window works as if they were not there. Shown once, after the
 * program has created the sample; later from the menu and the palette.
 */
export function Tour() {
  const { view, catalog, imports } = useWorkstation();
  const at = useView((state) => state.tour);
  const isShown = at !== null;
  useEffect(() => {
    if (!isShown) return undefined;
    const skipWithKey = (event: KeyboardEvent): void => {
      const isTaken =
        (event.target as Element).closest('input, dialog, [role="menu"], [role="dialog"]') !== null;
      if (event.key === 'Escape' && !event.defaultPrevented && !isTaken) view.setState({ tour: null });
    };
    window.addEventListener('keydown', skipWithKey);
    return () => window.removeEventListener('keydown', skipWithKey);
  }, [isShown, view]);
  const isFirstStart = useStore(catalog, (state) => state.catalog?.first_start === true);
  useEffect(() => {
    if (isFirstStart && !view.getState().tourSeen) view.setState({ tour: 0, tourSeen: true });
  }, [isFirstStart, view]);
  // Dropped files appear beside the symbols, where a card would be in their way.
  const stepsAside = useStore(imports.store, (state) => state.open);
  const step = at === null || stepsAside ? undefined : TOUR_STEPS[at];
  if (at === null || step === undefined) return null;

  const go = (tour: number | null): void => view.setState({ tour });
  const isLast = at === TOUR_STEPS.length - 1;
  return (
    <section className={styles['card']} data-beside={step.beside} aria-label="First steps" data-testid="tour">
      <output className={styles['words']}>
        <strong className={styles['title']}>{step.title}</strong>
        <span>{step.text}</span>
      </output>
      <p className={styles['keys']} aria-hidden>
        {step.keys.map((each) => (
          <kbd key={each}>{each}</kbd>
        ))}
      </p>
      <div className={styles['foot']}>
        <span className={styles['count']}>
          {at + 1} of {TOUR_STEPS.length}
        </span>
        {isLast ? null : (
          <Button look="quiet" onClick={() => go(null)}>
            Skip
          </Button>
        )}
        {at === 0 ? null : <Button onClick={() => go(at - 1)}>Back</Button>}
        <Button look="primary" onClick={() => go(isLast ? null : at + 1)}>
          {isLast ? 'Done' : 'Next'}
        </Button>
      </div>
    </section>
  );
}
