import { parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { asTradingDay, isRealDay, type Ticker } from '../../base/epoch-ms.ts';
import { fail, ok, type Result } from '../../base/result.ts';
import { ACTION_KINDS, inOrder, type CorporateAction } from '../../model/corporate-action.ts';
import type { FilePort } from '../file-port.ts';
import { actionsFolder, actionsPath, LOCK_NAME, TEMPORARY_SUFFIX } from '../layout.ts';
import { damageReason } from '../parquet/damage-reason.ts';

/** A symbol's actions and a word that changes with their file; none where the store has no file of it. */
export interface StoredActions {
  readonly actions: readonly CorporateAction[];
  readonly version: string;
}

/** Reads `actions/symbol=AAPL.parquet`. Fails with `damaged_file` where it is no table of actions. */
export async function readActions(
  files: FilePort,
  location: string,
  symbol: Ticker,
): Promise<Result<StoredActions | undefined>> {
  const path = actionsPath(location, symbol);
  const opened = await files.open(path);
  if (!opened.ok) return opened.failure.code === 'missing_file' ? ok(undefined) : opened;
  const file = opened.value;
  try {
    const bytes = await file.read(0, file.size);
    if (!bytes.ok) return bytes;
    const { buffer, byteOffset, byteLength } = bytes.value;
    const rows = await parquetReadObjects({
      file: buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer,
    });
    const actions = rows.map((row) => actionOf(row));
    if (actions.some((action) => action === undefined)) throw new Error('a row is no action');
    return ok({
      actions: inOrder(actions.filter((action) => action !== undefined)),
      version: `actions ${file.size} ${file.version}`,
    });
  } catch (error) {
    return fail(
      'damaged_file',
      `${path} cannot be read: ${damageReason(error)}`,
      'Import the actions again.',
    );
  } finally {
    await file.close();
  }
}

/**
 * Adds actions to a symbol's file: an existing one of the same kind on the same day is replaced. Returns the number of
 * new or different ones.
 */
export async function writeActions(
  files: FilePort,
  location: string,
  symbol: Ticker,
  added: readonly CorporateAction[],
): Promise<Result<number>> {
  if (files.readOnly !== undefined) return { ok: false, failure: files.readOnly };
  const locked = await files.lock(`${actionsFolder(location)}/${LOCK_NAME}`);
  if (!locked.ok) return locked;
  try {
    const known = await readActions(files, location, symbol);
    if (!known.ok && known.failure.code !== 'damaged_file') return known;
    const there = known.ok ? (known.value?.actions ?? []) : [];
    const merged = new Map(there.map((action) => [keyOf(action), action]));
    const changed = added.filter((action) => !isSame(merged.get(keyOf(action)), action));
    if (changed.length === 0) return ok(0);
    for (const action of changed) merged.set(keyOf(action), action);
    const path = actionsPath(location, symbol);
    const temporary = `${path}.${files.uniqueName()}${TEMPORARY_SUFFIX}`;
    const written = await files.writeNew(temporary, bytesOf(inOrder([...merged.values()])));
    if (!written.ok) return written;
    const replaced = await files.replace(temporary, path);
    return replaced.ok ? ok(changed.length) : replaced;
  } finally {
    await locked.value.release();
  }
}

const keyOf = ({ exDate, kind }: CorporateAction): string => `${exDate} ${kind}`;

const isSame = (one: CorporateAction | undefined, other: CorporateAction): boolean =>
  one !== undefined &&
  one.factor === other.factor &&
  one.amount === other.amount &&
  one.newSymbol === other.newSymbol;

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

function actionOf(row: Readonly<Record<string, unknown>>): CorporateAction | undefined {
  const { ex_date: exDate, kind, factor, amount, new_symbol: newSymbol } = row;
  const known = ACTION_KINDS.find((each) => each === kind);
  if (typeof exDate !== 'string' || !isRealDay(exDate) || known === undefined) return undefined;
  const action = {
    exDate: asTradingDay(exDate),
    kind: known,
    factor: numberOf(factor),
    amount: numberOf(amount),
  };
  return typeof newSymbol === 'string' ? { ...action, newSymbol } : action;
}

function bytesOf(actions: readonly CorporateAction[]): Uint8Array {
  const column = (
    name: string,
    type: 'STRING' | 'DOUBLE',
    of: (action: CorporateAction) => string | number | undefined,
  ) => ({
    name,
    type,
    nullable: true,
    data: actions.map((action) => of(action) ?? null),
  });
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        column('ex_date', 'STRING', ({ exDate }) => exDate),
        column('kind', 'STRING', ({ kind }) => kind),
        column('factor', 'DOUBLE', ({ factor }) => factor),
        column('amount', 'DOUBLE', ({ amount }) => amount),
        column('new_symbol', 'STRING', ({ newSymbol }) => newSymbol),
      ],
    }),
  );
}
