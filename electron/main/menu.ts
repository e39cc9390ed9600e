import type { MenuItemConstructorOptions } from 'electron';
import type { MenuChoice, MenuCommand } from '../contract/menu.ts';
import type { Recent } from '../contract/recent.ts';
import type { UpdateDoors } from './updates/serve-updates.ts';

/** Items of the help menu that do not concern the page. */
export interface HelpDoors {
  readonly showCrashReports: () => void;
  readonly updates: UpdateDoors;
}

/**
 * The items that the system expects of a window, and items for commands of the page. `tell` passes a command to the
 * page. Key bindings are in the page's own table: an accelerator here would take them from text fields.
 */
export function menuTemplate(
  platform: NodeJS.Platform,
  tell: (choice: MenuChoice) => void,
  recent: Recent,
  doors: HelpDoors,
): MenuItemConstructorOptions[] {
  const item = (label: string, command: MenuCommand): MenuItemConstructorOptions => ({
    label,
    click: () => tell({ do: command }),
  });
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const forMac: MenuItemConstructorOptions[] = platform === 'darwin' ? [{ role: 'appMenu' }] : [];
  const end: MenuItemConstructorOptions = platform === 'darwin' ? { role: 'close' } : { role: 'quit' };
  return [
    ...forMac,
    {
      label: '&File',
      submenu: [
        item('&New session…', 'new_session'),
        item('&Go live…', 'go_live'),
        item('&Import bars…', 'import_bars'),
        item('&Earlier runs…', 'earlier_runs'),
        separator,
        { label: 'Open &recent', submenu: recentItems(recent, tell) },
        separator,
        item('&Save the chart as a picture', 'save_picture'),
        separator,
        end,
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        item('&All commands…', 'palette'),
        item('Reset the &panels to the default layout', 'reset_panels'),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
        { role: 'toggleDevTools' },
      ],
    },
    { label: '&Trade', submenu: [item('&New order…', 'new_order')] },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        item('&Keyboard shortcuts', 'shortcuts'),
        item('&First steps', 'tour'),
        separator,
        { label: '&Crash reports', click: doors.showCrashReports },
        separator,
        ...updateItems(doors.updates),
      ],
    },
  ];
}

const updateItems = (updates: UpdateDoors): MenuItemConstructorOptions[] => [
  { label: 'Check for &updates…', click: () => updates.look() },
  {
    label: 'Look for updates at &start',
    type: 'checkbox',
    checked: updates.looksAtStart(),
    click: ({ checked }) => updates.setLooksAtStart(checked),
  },
];

const NOTHING: MenuItemConstructorOptions = { label: 'No runs yet', enabled: false };

/** Recent sessions, then runs with the date and time of their start in the system's format. */
function recentItems(
  { sessions, runs }: Recent,
  tell: (choice: MenuChoice) => void,
): MenuItemConstructorOptions[] {
  if (sessions.length === 0 && runs.length === 0) return [NOTHING];
  return [
    ...sessions.map(({ config_id, session_name }) => ({
      label: plain(session_name),
      click: () => tell({ do: 'open_session', config_id }),
    })),
    { type: 'separator' },
    ...runs.map(({ run_id, session_name, started_ms }) => ({
      label: `Run of ${plain(session_name)}, ${new Date(started_ms).toLocaleString()}`,
      click: () => tell({ do: 'show_run', run_id }),
    })),
  ];
}

/** A name without shortcut keys: a menu reads an ampersand as the mark of one. */
const plain = (name: string): string => name.replaceAll('&', '&&');
