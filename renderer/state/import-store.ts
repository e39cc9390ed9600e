import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../core/base/result.ts';
import type {
  ImportCorrections,
  ImportOutcome,
  ImportPreview,
} from '../../electron/contract/import-requests.ts';

export type ImportStep =
  /** Its bytes are on their way to the engine. */
  | 'sending'
  | 'reading'
  /** Examined and understood; it can be written. */
  | 'ready'
  /** The engine cannot read bars from it yet; a correction may help. */
  | 'refused'
  | 'queued'
  | 'writing'
  | 'written'
  | 'stopped';

/** A file between the drop and its report. */
export interface ImportFile {
  readonly id: number;
  /** With the folders above the dropped item. */
  readonly name: string;
  readonly bytes: number;
  readonly step: ImportStep;
  /** Progress of the present step, 0 to 1. */
  readonly progress: number;
  readonly remainingMs: number | null;
  readonly corrections: ImportCorrections;
  /** The last successful examination; stays while another one runs. */
  readonly preview: ImportPreview | null;
  readonly outcome: ImportOutcome | null;
  readonly problem: Failure | null;
}

export interface ImportState {
  readonly open: boolean;
  readonly files: readonly ImportFile[];
  readonly shown: number | null;
  /** The file that is compared with the store; it stays when the sheet is closed. */
  readonly compared: number | null;
  /** Vendors whose exports the engine knows. */
  readonly presets: readonly string[];
}

export type ImportStore = StoreApi<ImportState>;

export const createImportStore = (): ImportStore =>
  createStore<ImportState>(() => ({ open: false, files: [], shown: null, compared: null, presets: [] }));

const UNDER_WAY: ReadonlySet<ImportStep> = new Set(['sending', 'reading', 'queued', 'writing']);

export const isUnderWay = ({ step }: ImportFile): boolean => UNDER_WAY.has(step);

export const patchFile =
  (id: number, patch: Partial<ImportFile>) =>
  ({ files }: ImportState): Partial<ImportState> => ({
    files: files.map((file) => (file.id === id ? { ...file, ...patch } : file)),
  });

/** Without a file; another one is shown in its place. */
export const withoutFile =
  (id: number) =>
  ({ files, shown, compared }: ImportState): Partial<ImportState> => {
    const rest = files.filter((file) => file.id !== id);
    const at = files.findIndex((file) => file.id === id);
    return {
      files: rest,
      shown: shown === id ? (rest[Math.min(at, rest.length - 1)]?.id ?? null) : shown,
      compared: compared === id ? null : compared,
    };
  };
