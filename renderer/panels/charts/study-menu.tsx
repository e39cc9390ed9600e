import { ChartLine } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Interval } from '../../../core/base/interval.ts';
import type { CatalogIndicator } from '../../../electron/contract/requests.ts';
import type { Study } from '../../../electron/contract/study.ts';
import {
  isSameStudy,
  MOST_PANE_STUDIES,
  sessionStudies,
  studyLabel,
  toggledStudy,
} from '../../state/studies.ts';
import { setPaneStudies } from '../../state/view-store.ts';
import { useWorkstation } from '../../state/workstation-context.ts';
import { Button } from '../../ui/button.tsx';
import { usePortalHome } from '../../ui/portal-home.ts';
import { StudyForm } from './study-form.tsx';
import styles from './study-menu.module.css';

const NONE: readonly CatalogIndicator[] = [];

interface StudyMenuProps {
  readonly index: number;
  readonly interval: Interval;
  readonly shown: readonly Study[];
}

/** The indicators of a pane: the session's own, and any others that the trader chooses. */
export function StudyMenu({ index, interval, shown }: StudyMenuProps) {
  const { view, catalog, session } = useWorkstation();
  const known = useStore(catalog, (state) => state.catalog?.indicators) ?? NONE;
  const [open, setOpen] = useState(false);
  const show = (studies: readonly Study[] | null): void => view.setState(setPaneStudies(index, studies));
  const own = open ? sessionStudies(session.getState().copy.header?.indicators ?? [], interval) : [];
  const others = shown.filter((study) => !own.some((each) => isSameStudy(each, study, known)));
  const isFull = shown.length >= MOST_PANE_STUDIES;
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger className={styles['trigger']} aria-label={`Indicators: ${shown.length} shown`}>
        <ChartLine size={13} aria-hidden />
        <span>{shown.length}</span>
      </Popover.Trigger>
      <Popover.Portal container={usePortalHome()}>
        <Popover.Content
          className={styles['content']}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label="Indicators"
        >
          <h3>The session's own on {interval}</h3>
          {own.length === 0 ? <p className={styles['none']}>None on this interval.</p> : null}
          <StudyList
            all={own}
            {...{ shown, known }}
            onToggle={(study) => show(toggledStudy(shown, study, known))}
          />
          {others.length === 0 ? null : <h3>Only in this pane</h3>}
          <StudyList
            all={others}
            {...{ shown, known }}
            onToggle={(study) => show(toggledStudy(shown, study, known))}
          />
          <h3>Add another</h3>
          {isFull ? (
            <p className={styles['none']}>A pane shows {MOST_PANE_STUDIES} at most.</p>
          ) : (
            <StudyForm known={known} onAdd={(study) => show(toggledStudy(shown, study, known))} />
          )}
          <div className={styles['foot']}>
            <Button look="quiet" onClick={() => show([])}>
              None
            </Button>
            <Button look="quiet" onClick={() => show(null)}>
              As the session has them
            </Button>
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

interface StudyListProps {
  readonly all: readonly Study[];
  readonly shown: readonly Study[];
  readonly known: readonly CatalogIndicator[];
  readonly onToggle: (study: Study) => void;
}

function StudyList({ all, shown, known, onToggle }: StudyListProps) {
  return all.map((study) => {
    const label = studyLabel(study, known);
    return (
      <label key={label} className={styles['study']}>
        <input
          type="checkbox"
          checked={shown.some((each) => isSameStudy(each, study, known))}
          onChange={() => onToggle(study)}
        />
        {label}
      </label>
    );
  });
}
