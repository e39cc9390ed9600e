export const executable: string;
export function installedElectron(): string | null;
export function hasDisplay(): boolean;
export function sandboxFlags(): readonly string[];
