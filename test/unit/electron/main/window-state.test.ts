import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readWindowState, writeWindowState } from '../../../../electron/main/window-state.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'window-state-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const state = { x: -20, y: 30, width: 1_200, height: 800, maximized: true };

it('reads back what was written, and leaves no other file', () => {
  const file = path.join(folder, 'new', 'window.json');
  writeWindowState(file, state);
  expect(readWindowState(file)).toEqual(state);
  expect(readdirSync(path.dirname(file))).toEqual(['window.json']);
});

it.each(['', '{', '{"x":1}', '{"x":1,"y":1,"width":"wide","height":1,"maximized":false}'])(
  'knows no window from %j',
  (text) => {
    const file = path.join(folder, 'window.json');
    writeFileSync(file, text);
    expect(readWindowState(file)).toBeNull();
  },
);

it('knows no window before the first', () => expect(readWindowState(path.join(folder, 'none'))).toBeNull());
