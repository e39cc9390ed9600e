import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AlpacaKeys } from '../../core/live-feed/alpaca/history-client.ts';
import { keyEntry, type KeyStatus } from '../contract/keys.ts';

/** The part of Electron's `safeStorage` that a vault needs. Only newer versions report the backend, on Linux. */
export interface SafeStorage {
  isEncryptionAvailable(): boolean;
  encryptString(text: string): Buffer;
  decryptString(bytes: Buffer): string;
  getSelectedStorageBackend?(): string;
}

interface Parts {
  readonly safeStorage: SafeStorage;
  /** The file of the encrypted key; only its user can read it. */
  readonly file: string;
}

const NO_KEYRING =
  'This system has no key store that Tapedeck can use (on Linux: GNOME Keyring or KWallet), so a key is kept in memory until Tapedeck is closed, and never written to the disk.';
const UNREADABLE = 'The stored key can no longer be decrypted on this system. Remove it, and enter it again.';
const NO_KEY = 'An API key id and its secret are 4 to 200 letters, digits and signs, without spaces.';

/**
 * Keeps the user's key for Alpaca: encrypted by the system's key store, or, without one, in memory only. Only the
 * engine can read the key back.
 */
export class KeyVault {
  readonly #parts: Parts;
  #memory: AlpacaKeys | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  status(problem: string | null = null): KeyStatus {
    const isStored = existsSync(this.#parts.file);
    const keys = this.keys();
    const broken = isStored && keys === undefined ? UNREADABLE : null;
    return {
      kept: isStored ? 'stored' : keys === undefined ? 'no' : 'memory',
      endsIn: keys === undefined ? null : keys.key.slice(-2),
      notStoredBecause: this.#canStore ? null : NO_KEYRING,
      problem: problem ?? broken,
    };
  }

  /** Accepts a message from a page, which may hold anything. */
  store(said: unknown): KeyStatus {
    const entry = keyEntry.safeParse(said);
    if (!entry.success) return this.status(NO_KEY);
    const keys = { key: entry.data.id, secret: entry.data.secret };
    this.remove();
    if (!this.#canStore) {
      this.#memory = keys;
      return this.status();
    }
    try {
      this.#write(this.#parts.safeStorage.encryptString(JSON.stringify(keys)));
      return this.status();
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? 'the system refused';
      return this.status(`The key could not be stored (${code}).`);
    }
  }

  remove(): KeyStatus {
    this.#memory = undefined;
    rmSync(this.#parts.file, { force: true });
    return this.status();
  }

  /** For the engine only; undefined without a readable key. */
  keys(): AlpacaKeys | undefined {
    const { file, safeStorage } = this.#parts;
    if (this.#memory !== undefined || !existsSync(file)) return this.#memory;
    try {
      return JSON.parse(safeStorage.decryptString(readFileSync(file))) as AlpacaKeys;
    } catch {
      return undefined;
    }
  }

  /** Chromium's `basic_text` encrypts with a publicly known password. */
  get #canStore(): boolean {
    const { safeStorage } = this.#parts;
    return safeStorage.isEncryptionAvailable() && safeStorage.getSelectedStorageBackend?.() !== 'basic_text';
  }

  #write(bytes: Buffer): void {
    const { file } = this.#parts;
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.part`, bytes, { mode: 0o600 });
    chmodSync(`${file}.part`, 0o600);
    renameSync(`${file}.part`, file);
  }
}
