import type { MenuItemConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import type { MenuCommand } from '../../../../electron/contract/menu.ts';
import { menuTemplate } from '../../../../electron/main/menu.ts';

const itemsOf = (template: readonly MenuItemConstructorOptions[]): readonly MenuItemConstructorOptions[] =>
  template.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));

test('every item does something: a role of the system, or one command of the page', () => {
  const told: MenuCommand[] = [];
  const items = itemsOf(menuTemplate('linux', (command) => told.push(command)));
  for (const { role, type, click } of items) {
    if (role !== undefined || type === 'separator') continue;
    (click as () => void)();
  }
  expect(told.sort()).toEqual([
    'earlier_runs',
    'import_bars',
    'new_order',
    'new_session',
    'palette',
    'reset_panels',
    'save_picture',
    'shortcuts',
  ]);
  expect(items.map(({ role }) => role)).toEqual(expect.arrayContaining(['zoomIn', 'resetZoom', 'quit']));
});

test('on a Mac the program has its own menu, and File closes the window', () => {
  const template = menuTemplate('darwin', () => undefined);
  expect(template[0]).toMatchObject({ role: 'appMenu' });
  const roles = itemsOf(template).map(({ role }) => role);
  expect(roles).toContain('close');
  expect(roles).not.toContain('quit');
});
