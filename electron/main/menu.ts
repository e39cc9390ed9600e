import type { MenuItemConstructorOptions } from 'electron';
import type { MenuChoice, MenuCommand } from '../contract/menu.ts';
import type { Recent } from '../contract/recent.ts';
import type { UpdateDoors } from './updates/serve-updates.ts';

/** What the help menu leads to that is no matter of the page. */
export interface HelpDoors {
  readonly showCrashReports: () => void;
  readonly updates: UpdateDoors;
}

/**
 * What the system expects of a window, and the doors to what the page does. `tell` passes a command on to the page. Keys
 * stand in the page's own table: an accelerator here would take them from text fields.
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
        item('Put &panels where they were at first', 'reset_panels'),
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

const NOTHING: MenuItemConstructorOptions = { label: 'Nothing was run yet', enabled: false };

/** Sessions that were run, then runs with the system's date and time at which they began. */
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

/** A name as it is: a menu takes an ampersand for the sign of a key. */
const plain = (name: string): string => name.replaceAll('&', '&&');
