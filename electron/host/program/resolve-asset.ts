import path from 'node:path';

/** A file of the built renderer and its content type. */
export interface Asset {
  readonly file: string;
  readonly contentType: string;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/**
 * The file that a page's URL path names, within `folder`; null when the path is malformed, leaves the folder, names a
 * hidden file or a type that the renderer does not contain. It does not check whether the file exists.
 */
export function resolveAsset(folder: string, urlPath: string): Asset | null {
  const name = decode(urlPath);
  if (name === null || name.includes('\0') || name.includes('\\')) return null;
  const parts = (name === '/' ? '/index.html' : name).split('/').filter((part) => part !== '');
  if (parts.length === 0 || parts.some((part) => part.startsWith('.'))) return null;
  const contentType = CONTENT_TYPES[path.extname(parts.at(-1) ?? '').toLowerCase()];
  return contentType === undefined ? null : { file: path.join(folder, ...parts), contentType };
}

function decode(urlPath: string): string | null {
  try {
    return decodeURIComponent(urlPath);
  } catch {
    return null;
  }
}
