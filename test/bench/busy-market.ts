import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { asTicker, asTradingDay, MINUTE_MS } from '../../core/base/epoch-ms.ts';
import { createParquetBarStore } from '../../core/data-manager/parquet-bar-store.ts';
import { createRandom } from '../../core/data-manager/sample/random.ts';
import { BarColumns } from '../../core/model/bar-columns.ts';
import { createUsEquityCalendar } from '../../core/time-manager/us-equity-calendar.ts';
import { createNodeFiles } from '../../electron/host/store/node-files.ts';

/** One more session than the replay has: its first day wants a day of history. */
export interface BusyMarket {
  readonly symbols: number;
  /** Trading days of the replay. */
  readonly days: number;
}

const FIRST_DAY = asTradingDay('2025-09-02');
const LAST_DAY = asTradingDay('2025-12-31');
const BUSY_CONFIG = 'busy-market';

/** A user's folder with a store of seeded walks and a config over all of it: 1m, 5m and 15m bars, two indicators. */
export async function busyMarket(userDir: string, { symbols, days }: BusyMarket): Promise<string> {
  const calendar = createUsEquityCalendar();
  const dataDir = path.join(userDir, 'data');
  const store = createParquetBarStore({ files: createNodeFiles(), calendar, location: dataDir });
  const wanted = calendar.tradingDays(FIRST_DAY, LAST_DAY).slice(0, days + 1);
  const names = Array.from({ length: symbols }, (_, index) =>
    asTicker(`S${String(index + 1).padStart(4, '0')}`),
  );
  for (const [index, name] of names.entries()) {
    const random = createRandom(`busy ${index}`);
    const bars = new BarColumns(wanted.length * 390);
    let price = cents(20 + random.uniform() * 200);
    for (const day of wanted) {
      const session = calendar.tradingSession(day);
      if (session === undefined) continue;
      for (let openMs: number = session.open; openMs < session.close; openMs += MINUTE_MS) {
        const next = cents(Math.max(1, price * (1 + (random.uniform() - 0.5) * 0.002)));
        const high = cents(Math.max(price, next) + 0.01);
        const low = cents(Math.min(price, next) - 0.01);
        bars.append(openMs, price, high, low, next, 100 + Math.floor(random.uniform() * 900));
        price = next;
      }
    }
    const written = await store.writeBars(name, '1m', bars, { source: 'synthetic', adjusted: false });
    if (!written.ok) throw new Error(written.failure.message);
  }
  await mkdir(path.join(userDir, 'session_configs'), { recursive: true });
  await writeFile(
    path.join(userDir, 'session_configs', `${BUSY_CONFIG}.json`),
    JSON.stringify({
      session_name: 'Busy market',
      mode: 'backtest',
      backtest_config: { start_date: wanted[1], end_date: wanted.at(-1), speed_multiplier: 0 },
      session_data_config: {
        symbols: names,
        streams: ['1m', '5m', '15m'],
        historical: { data: [{ trailing_days: 1, intervals: ['1m'], apply_to: 'all' }] },
        indicators: {
          session: [
            { name: 'vwap', interval: '1m' },
            { name: 'rsi', period: 14, interval: '1m' },
          ],
        },
      },
    }),
  );
  return dataDir;
}

/** Prices of a market are of whole cents. */
const cents = (price: number): number => Math.round(price * 100) / 100;
