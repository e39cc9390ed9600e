/** Who asked for a symbol. */
export type AddedBy = 'config' | 'strategy' | 'scanner' | 'adhoc' | 'user';

/** The five fields that a symbol carries wherever it is shown or exported; they live in its record and go with it. */
export interface SymbolMetadata {
  readonly meets_session_config_requirements: boolean;
  readonly added_by: AddedBy;
  readonly auto_provisioned: boolean;
  /** ISO 8601 UTC of the session clock; null when the symbol was there before the session. */
  readonly added_at: string | null;
  readonly upgraded_from_adhoc: boolean;
}

export const METADATA_FIELDS = [
  'meets_session_config_requirements',
  'added_by',
  'auto_provisioned',
  'added_at',
  'upgraded_from_adhoc',
] as const satisfies readonly (keyof SymbolMetadata)[];
