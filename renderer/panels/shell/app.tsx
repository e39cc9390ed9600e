import { useEffect } from 'react';
import type { Workstation } from '../../state/workstation.ts';
import { useCommands, WorkstationProvider } from '../../state/workstation-context.ts';
import { TooltipRoot } from '../../ui/tooltip.tsx';
import { ImportSheet } from '../import/import-sheet.tsx';
import { LiveSheet } from '../live/live-sheet.tsx';
import { RunsSheet } from '../runs/runs-sheet.tsx';
import { SecondWindowOfCharts } from '../second-window/second-window.tsx';
import { SessionEditorSheet } from '../session-editor/session-editor.tsx';
import { TransportBar } from '../transport-bar/transport-bar.tsx';
import { CommandPalette } from '../palette/command-palette.tsx';
import { Announcer } from './announcer.tsx';
import styles from './app.module.css';
import { Dock } from './dock.tsx';
import { HeldExport } from './held-export.tsx';
import { Tour } from '../tour/tour.tsx';
import { EngineDied, EngineSilent } from './engine-alert.tsx';
import { useMenuCommands } from './menu-commands.ts';
import { Notices } from './notices.tsx';
import { SessionFailed } from './session-failed.tsx';
import { ShortcutsSheet } from './shortcuts-sheet.tsx';
import { StatusBar } from './status-bar.tsx';
import { UnfinishedRunNotice } from './unfinished-run.tsx';
import { useShortcuts } from './use-shortcuts.ts';

export function App({ workstation }: { readonly workstation: Workstation }) {
  return (
    <WorkstationProvider value={workstation}>
      <TooltipRoot>
        <Screen />
      </TooltipRoot>
    </WorkstationProvider>
  );
}

function Screen() {
  const commands = useCommands();
  useShortcuts(window, 'main');
  useMenuCommands();
  useEffect(() => {
    void commands.refreshCatalog();
  }, [commands]);
  return (
    <div className={styles['screen']}>
      <TransportBar />
      <SessionFailed />
      <UnfinishedRunNotice />
      <HeldExport />
      <Tour />
      <main className={styles['main']}>
        <Dock />
        <ImportSheet />
      </main>
      <StatusBar />
      <Notices />
      <ShortcutsSheet />
      <SessionEditorSheet />
      <RunsSheet />
      <LiveSheet />
      <CommandPalette />
      <EngineSilent />
      <EngineDied />
      <Announcer />
      <SecondWindowOfCharts />
    </div>
  );
}
