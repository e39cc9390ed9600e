import type { MenuItemConstructorOptions } from 'electron';
import { expect, test } from 'vitest';
import type { MenuChoice } from '../../../../electron/contract/menu.ts';
import { menuTemplate } from '../../../../electron/main/menu.ts';
import type { UpdateDoors } from '../../../../electron/main/updates/serve-updates.ts';

let looked = 0;
let atStart = true;
const updates: UpdateDoors = {
  look: () => looked++,
  looksAtStart: () => atStart,
  setLooksAtStart: (looks) => {
    atStart = looks;
  },
};

const itemsOf = (template: readonly MenuItemConstructorOptions[]): readonly MenuItemConstructorOptions[] =>
  template.flatMap(({ submenu }) => (Array.isArray(submenu) ? [...submenu, ...itemsOf(submenu)] : []));

const RECENT = {
  sessions: [{ config_id: 'mine', session_name: 'R&D week' }],
  runs: [{ run_id: '20251121-a', session_name: 'Sample week', started_ms: 0 }],
};

test('every item does something: a role of the system, or one command of the page', () => {
  const told: MenuChoice[] = [];
  let shown = 0;
  const items = itemsOf(
    menuTemplate('linux', (choice) => told.push(choice), RECENT, {
      showCrashReports: () => shown++,
      updates,
    }),
  );
  for (const { role, type, submenu, click } of items) {
    if (role !== undefined || type === 'separator' || submenu !== undefined) continue;
    (click as (item: { checked: boolean }) => void)({ checked: false });
  }
  expect(told.filter((choice) => 'config_id' in choice || 'run_id' in choice)).toEqual([
    { do: 'open_session', config_id: 'mine' },
    { do: 'show_run', run_id: '20251121-a' },
  ]);
  expect(shown).toBe(1);
  expect(items.find(({ type }) => type === 'checkbox')?.checked).toBe(true);
  expect({ looked, atStart }).toEqual({ looked: 1, atStart: false });
  expect(items.find(({ label }) => label?.includes('week'))?.label).toBe('R&&D week');
  expect(told.map((choice) => choice.do).sort()).toEqual([
    'earlier_runs',
    'go_live',
    'import_bars',
    'new_order',
    'new_session',
    'open_session',
    'palette',
    'reset_panels',
    'save_picture',
    'shortcuts',
    'show_run',
    'tour',
  ]);
  expect(items.map(({ role }) => role)).toEqual(expect.arrayContaining(['zoomIn', 'resetZoom', 'quit']));
});

test('on a Mac the program has its own menu, and File closes the window', () => {
  const template = menuTemplate(
    'darwin',
    () => undefined,
    { sessions: [], runs: [] },
    { showCrashReports: () => undefined, updates },
  );
  expect(template[0]).toMatchObject({ role: 'appMenu' });
  const roles = itemsOf(template).map(({ role }) => role);
  expect(itemsOf(template).map(({ label }) => label)).toContain('No runs yet');
  expect(roles).toContain('close');
  expect(roles).not.toContain('quit');
});
