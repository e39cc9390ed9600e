/** Variables that the engine and the runtime need: places, language, the network's proxies, and vendors' addresses. */
const PASSED: ReadonlySet<string> = new Set([
  'APCA_API_BASE_URL',
  'APCA_API_DATA_URL',
  'APCA_API_STREAM_URL',
  'APPDATA',
  'HOME',
  'LANG',
  'LC_ALL',
  'LOCALAPPDATA',
  'NODE_EXTRA_CA_CERTS',
  'PATH',
  'SSL_CERT_DIR',
  'SSL_CERT_FILE',
  'SystemRoot',
  'TEMP',
  'TMP',
  'TMPDIR',
  'TZ',
  'USERPROFILE',
  'XDG_DATA_HOME',
  'XDG_RUNTIME_DIR',
]);

/**
 * The environment of the engine's process: none of the host's secrets. Those of a bar store in S3 pass when the store is
 * one, because the engine reads it; keys of feeds never pass.
 */
export function engineEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  dataDir: string,
): Readonly<Record<string, string>> {
  const isS3 = dataDir.startsWith('s3://');
  const passes = (name: string): boolean =>
    PASSED.has(name) || name.startsWith('TAPEDECK_') || (isS3 && name.startsWith('AWS_'));
  return Object.fromEntries(
    Object.entries(env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && passes(entry[0]),
    ),
  );
}
