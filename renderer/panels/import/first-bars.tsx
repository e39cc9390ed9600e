import type { ImportPreview } from '../../../electron/contract/import-requests.ts';
import { formatCount, formatPrice } from '../../format/number.ts';
import { formatUtc } from '../../format/zone-format.ts';
import { useZoneFormat } from '../../state/workstation-context.ts';
import styles from './import.module.css';

const price = (column: Float64Array, row: number): string => formatPrice(column[row] ?? null);

/** The first bars as the store would hold them. */
export function FirstBars({ preview }: { readonly preview: ImportPreview }) {
  const format = useZoneFormat();
  const { symbols, open_ms, ...columns } = preview.first_bars;
  const { open, high, low, close, volume } = columns;
  const [firstMs] = open_ms;
  if (firstMs === undefined) return null;
  const isDaily = preview.interval.value === '1d';
  return (
    <table className={styles['bars']}>
      <caption>First bars, by their opens in exchange time ({format.zoneName(firstMs)})</caption>
      <thead>
        <tr>
          <th scope="col">Symbol</th>
          <th scope="col">{isDaily ? 'Day' : 'Opens at'}</th>
          {['Open', 'High', 'Low', 'Close', 'Volume'].map((head) => (
            <th key={head} scope="col" className={styles['number']}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {[...open_ms].map((openMs, row) => (
          <tr key={`${symbols[row]} ${openMs}`}>
            <td>{symbols[row]}</td>
            <td title={formatUtc(openMs)}>
              {format.dayOfMonth(openMs)} {format.year(openMs)} {isDaily ? '' : format.clock(openMs)}
            </td>
            <td className={styles['number']}>{price(open, row)}</td>
            <td className={styles['number']}>{price(high, row)}</td>
            <td className={styles['number']}>{price(low, row)}</td>
            <td className={styles['number']}>{price(close, row)}</td>
            <td className={styles['number']}>{formatCount(volume[row] ?? 0)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
