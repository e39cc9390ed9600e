export function testElectron(): { readonly file: string } | { readonly reason: string };
export function installedElectron(): string | null;
export function hasDisplay(): boolean;
export function sandboxFlags(): readonly string[];
