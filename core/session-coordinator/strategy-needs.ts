import type { Needs } from '../analysis-engine/strategy-api.ts';
import { INTERVALS } from '../base/interval.ts';
import { indicatorKey } from '../data-processor/indicators/registry.ts';
import type {
  BacktestSessionConfig,
  HistoricalIndicatorSpec,
  SessionIndicatorSpec,
} from '../model/session-config.ts';

/** The config with what its strategies need besides; what it asks for itself stays as it stands. */
export function withNeeds(config: BacktestSessionConfig, needs: readonly Needs[]): BacktestSessionConfig {
  const data = config.session_data_config;
  const wanted = needs.flatMap(({ intervals = [] }) => intervals);
  const missing = INTERVALS.filter((each) => wanted.includes(each) && !data.streams.includes(each));
  return {
    ...config,
    session_data_config: {
      ...data,
      streams: [...data.streams, ...missing],
      historical: {
        ...data.historical,
        data: [
          ...data.historical.data,
          ...needs
            .flatMap(({ history = [] }) => history)
            .map(({ interval, trailing_days }) => ({
              trailing_days,
              intervals: [interval],
              apply_to: 'all' as const,
            })),
        ],
      },
      indicators: {
        session: distinct(
          [
            ...data.indicators.session,
            ...needs.flatMap(({ indicators = [] }) => indicators as readonly SessionIndicatorSpec[]),
          ],
          indicatorKey,
        ),
        historical: distinct(
          [
            ...data.indicators.historical,
            ...needs
              .flatMap(({ historical_indicators = [] }) => historical_indicators)
              .map((each): HistoricalIndicatorSpec => ({ unit: 'days', ...each })),
          ],
          ({ name, period, unit, interval }) => `${name} ${period} ${unit} ${interval}`,
        ),
      },
    },
  };
}

function distinct<T>(list: readonly T[], keyOf: (each: T) => string): T[] {
  const byKey = new Map<string, T>();
  for (const each of list) if (!byKey.has(keyOf(each))) byKey.set(keyOf(each), each);
  return [...byKey.values()];
}
