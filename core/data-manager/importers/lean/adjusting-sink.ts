import { asEpochMs } from '../../../base/epoch-ms.ts';
import type { MarketCalendar } from '../../../time-manager/market-calendar.ts';
import type { RowSink } from '../row-sink.ts';
import type { LeanFactors } from './factor-file.ts';

/** Passes rows on with their prices and volumes adjusted by the factors of their exchange day. */
export function adjustingSink(sink: RowSink, factors: LeanFactors, calendar: MarketCalendar): RowSink {
  return {
    add(symbol, stampMs, open, high, low, close, volume, line) {
      const { price, volume: shares } = factors.of(calendar.dayOf(asEpochMs(stampMs)));
      const adjustedVolume = shares === 1 ? volume : Math.round(volume * shares);
      sink.add(symbol, stampMs, open * price, high * price, low * price, close * price, adjustedVolume, line);
    },
    refuse: (reason, line, text) => sink.refuse(reason, line, text),
    blank: (line) => sink.blank(line),
    drain: () => sink.drain(),
  };
}
