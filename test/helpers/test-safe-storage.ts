import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { SafeStorage } from '../../electron/main/key-vault.ts';

const KEY = Buffer.alloc(32, 7);
const IV = Buffer.alloc(16, 9);

/** Electron's `safeStorage` as on a system with a key store: only it can decrypt its own output. */
export function testSafeStorage({
  isAvailable = true,
  backend = 'gnome_libsecret',
}: { readonly isAvailable?: boolean; readonly backend?: string } = {}): SafeStorage {
  return {
    isEncryptionAvailable: () => isAvailable,
    getSelectedStorageBackend: () => backend,
    encryptString(text) {
      const cipher = createCipheriv('aes-256-cbc', KEY, IV);
      return Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    },
    decryptString(bytes) {
      const decipher = createDecipheriv('aes-256-cbc', KEY, IV);
      return Buffer.concat([decipher.update(bytes), decipher.final()]).toString('utf8');
    },
  };
}
