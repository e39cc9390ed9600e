import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KeyVault } from '../../../../electron/main/key-vault.ts';
import { testSafeStorage } from '../../../helpers/test-safe-storage.ts';

const ENTRY = { id: 'PKTESTKEYID0042', secret: 'a-secret-that-nobody-may-read' };

let home: string;
let file: string;
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'tapedeck-keys-'));
  file = path.join(home, 'keys', 'alpaca.bin');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('a vault where the system has a key store', () => {
  const vault = (): KeyVault => new KeyVault({ safeStorage: testSafeStorage(), file });

  it('keeps a key encrypted, for its user alone, over a restart, and tells two characters of its id', () => {
    expect(vault().status()).toEqual({ kept: 'no', endsIn: null, notStoredBecause: null, problem: null });
    const status = vault().store(ENTRY);
    expect(status).toEqual({ kept: 'stored', endsIn: '42', notStoredBecause: null, problem: null });
    expect(vault().keys()).toEqual({ key: ENTRY.id, secret: ENTRY.secret });
    expect(statSync(file).mode & 0o077).toBe(0);
    const bytes = readFileSync(file).toString('latin1');
    expect(bytes).not.toContain(ENTRY.secret);
    expect(bytes).not.toContain(ENTRY.id);
  });

  it('forgets it on request', () => {
    vault().store(ENTRY);
    expect(vault().remove()).toMatchObject({ kept: 'no' });
    expect(vault().keys()).toBeUndefined();
    expect(existsSync(file)).toBe(false);
  });

  it.each([
    null,
    7,
    {},
    { id: 'x', secret: 'y' },
    { ...ENTRY, secret: 'with spaces in it' },
    { ...ENTRY, more: 1 },
  ])('takes nothing else: %o, and repeats none of it', (said) => {
    const status = vault().store(said);
    expect(status.kept).toBe('no');
    expect(status.problem).not.toBeNull();
    expect(JSON.stringify(status)).not.toContain('spaces in it');
    expect(existsSync(file)).toBe(false);
  });

  it('says that a key can no longer be read, as after a change of the system', () => {
    vault().store(ENTRY);
    writeFileSync(file, 'nothing that was encrypted here');
    expect(vault().status()).toMatchObject({ kept: 'stored', endsIn: null });
    expect(vault().status().problem).toContain('can no longer be decrypted');
    expect(vault().keys()).toBeUndefined();
  });
});

describe.each([
  ['without a key store', { isAvailable: false }],
  ['with one whose password everybody knows', { backend: 'basic_text' }],
])('a vault %s', (_name, options) => {
  it('says so, writes nothing, and keeps the key until it is closed', () => {
    const vault = new KeyVault({ safeStorage: testSafeStorage(options), file });
    const status = vault.store(ENTRY);
    expect(status).toMatchObject({ kept: 'memory', endsIn: '42', problem: null });
    expect(status.notStoredBecause).toContain('until Tapedeck is closed');
    expect(vault.keys()).toEqual({ key: ENTRY.id, secret: ENTRY.secret });
    expect(existsSync(path.dirname(file))).toBe(false);
    expect(new KeyVault({ safeStorage: testSafeStorage(options), file }).keys()).toBeUndefined();
  });
});
