import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { SettingsFile } from '../../../../electron/main/settings.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const window = { x: -20, y: 30, width: 1_200, height: 800, maximized: true };
const AT_FIRST = { window: null, charts_window: null, updates_at_start: false };

it('reads back what was written, and leaves no other file', () => {
  const settings = new SettingsFile(path.join(folder, 'new'));
  settings.update({ window });
  settings.update({ charts_window: { ...window, x: 2_000 } });
  expect(settings.read()).toEqual({ ...AT_FIRST, window, charts_window: { ...window, x: 2_000 } });
  expect(readdirSync(path.join(folder, 'new'))).toEqual(['settings.json']);
});

it.each([
  '',
  '{',
  '[]',
  '7',
  '{"window":{"x":1}}',
  '{"updates_at_start":"yes"}',
  '{"window":{"x":1,"y":1,"width":"wide","height":1,"maximized":false}}',
])('knows nothing from %j', (text) => {
  writeFileSync(path.join(folder, 'settings.json'), text);
  expect(new SettingsFile(folder).read()).toMatchObject(AT_FIRST);
});

it('loses one entry that makes no sense, and keeps what it does not know', () => {
  const file = path.join(folder, 'settings.json');
  writeFileSync(file, JSON.stringify({ window: 3, charts_window: window, later: [1] }));
  const settings = new SettingsFile(folder);
  expect(settings.read()).toMatchObject({ window: null, charts_window: window });
  settings.update({ window });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ window, charts_window: window, later: [1] });
});

it('knows nothing before the first start', () => expect(new SettingsFile(folder).read()).toEqual(AT_FIRST));
