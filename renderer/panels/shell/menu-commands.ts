import { useEffect } from 'react';
import type { MenuChoice, MenuCommand } from '../../../electron/contract/menu.ts';
import type { Workstation } from '../../state/workstation.ts';
import { useWorkstation } from '../../state/workstation-context.ts';
import { saveActiveChart } from '../charts/save-picture.ts';
import { chooseFiles } from '../import/import-inputs.tsx';

const COMMANDS: Readonly<Record<MenuCommand, (workstation: Workstation) => void>> = {
  new_session: ({ editor }) => void editor.begin(null),
  go_live: ({ live }) => void live.open(),
  import_bars: chooseFiles,
  earlier_runs: ({ runs }) => void runs.open(),
  save_picture: saveActiveChart,
  new_order: ({ view }) => view.setState({ analysisTab: 'orders', ticketOpen: true }),
  palette: ({ view }) => view.setState({ paletteOpen: true }),
  reset_panels: ({ layout }) => layout.reset(),
  shortcuts: ({ view }) => view.setState({ shortcutsOpen: true }),
  tour: ({ view }) => view.setState({ tour: 0 }),
};

/** The session may have been imported just now, so the list of sessions is read again. */
async function openSession(configId: string, { commands }: Workstation): Promise<void> {
  await commands.openSession(configId);
  await commands.refreshCatalog();
}

function follow(choice: MenuChoice, workstation: Workstation): void {
  if (choice.do === 'open_session') void openSession(choice.config_id, workstation);
  else if (choice.do === 'show_run') void workstation.runs.open(choice.run_id);
  else COMMANDS[choice.do](workstation);
}

/** Runs the command chosen in the menu of the desktop application. */
export function useMenuCommands(): void {
  const workstation = useWorkstation();
  useEffect(() => {
    const subscription = workstation.menu.subscribe((choice) => follow(choice, workstation));
    return () => subscription[Symbol.dispose]();
  }, [workstation]);
}
