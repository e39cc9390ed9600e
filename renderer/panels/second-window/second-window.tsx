import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { notify } from '../../state/notice-store.ts';
import { applyTheme } from '../../state/theme.ts';
import { PANES_OF_WINDOW, setSecondOpen } from '../../state/view-store.ts';
import { useHeader, useView, useWorkstation } from '../../state/workstation-context.ts';
import { PortalHomeProvider } from '../../ui/portal-home.ts';
import { ChartGrid } from '../charts/charts-panel.tsx';
import { ChartTools } from '../charts/chart-tools.tsx';
import { useShortcuts } from '../shell/use-shortcuts.ts';
import { SessionClock } from '../transport-bar/session-clock.tsx';
import { SessionStateChip } from '../transport-bar/session-state-chip.tsx';
import { openSecondWindow, type SecondWindow } from './open-second-window.ts';
import styles from './second-window.module.css';

/** Charts of the session in a window of their own, for another display. */
export function SecondWindowOfCharts() {
  return useView((state) => state.secondOpen) ? <Opened /> : null;
}

function Opened() {
  const { view, session, notices } = useWorkstation();
  const [second, setSecond] = useState<SecondWindow | null>(null);
  useEffect(() => {
    const close = (): void => view.setState(setSecondOpen(false, session.getState().copy.order));
    const opened = openSecondWindow({ opener: window, onReady: setSecond, onGone: close });
    if (opened !== undefined) return () => opened[Symbol.dispose]();
    close();
    notify(notices, {
      tone: 'problem',
      text: 'The browser did not open the second window of charts.',
      hint: 'Press the button to open it; if the browser allows pop-ups for this page, it opens automatically.',
      action: {
        label: 'Open it',
        run: () => view.setState(setSecondOpen(true, session.getState().copy.order)),
      },
    });
    return undefined;
  }, [view, session, notices]);
  useEffect(
    () => (second === null ? undefined : applyTheme(view, second.window.document.documentElement)),
    [view, second],
  );
  if (second === null) return null;
  return createPortal(
    <PortalHomeProvider value={second.window.document.body}>
      <Filled second={second} />
    </PortalHomeProvider>,
    second.root,
  );
}

function Filled({ second }: { readonly second: SecondWindow }) {
  const count = useView((state) => state.secondCount);
  const name = useHeader((header) => header.sessionName, '');
  useShortcuts(second.window, 'second');
  return (
    <div className={styles['screen']}>
      <header className={styles['head']}>
        <h1>{name}</h1>
        <SessionStateChip />
        <SessionClock />
        <ChartTools where="second" />
      </header>
      <main className={styles['main']}>
        <ChartGrid first={PANES_OF_WINDOW} count={count} />
      </main>
    </div>
  );
}
