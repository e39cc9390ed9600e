import type { MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../contract/menu.ts';

/**
 * What the system expects of a window, and the doors to what the page does. `tell` passes a command on to the page. Keys
 * stand in the page's own table: an accelerator here would take them from text fields.
 */
export function menuTemplate(
  platform: NodeJS.Platform,
  tell: (command: MenuCommand) => void,
): MenuItemConstructorOptions[] {
  const item = (label: string, command: MenuCommand): MenuItemConstructorOptions => ({
    label,
    click: () => tell(command),
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
        item('&Import bars…', 'import_bars'),
        item('&Earlier runs…', 'earlier_runs'),
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
        item('&Everything that can be done…', 'palette'),
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
    { role: 'help', submenu: [item('&Keyboard shortcuts', 'shortcuts')] },
  ];
}
