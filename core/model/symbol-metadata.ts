/** The caller that added a symbol. */
export type AddedBy = 'config' | 'strategy' | 'scanner' | 'adhoc' | 'user';

/**
 * The five fields that a symbol carries in every list and export. They are part of its record and are removed with it.
 */
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
