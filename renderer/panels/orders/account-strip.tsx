import { OctagonX, Play } from 'lucide-react';
import type { AccountSnapshot } from '../../../core/execution/order.ts';
import { formatMoney, formatSignedMoney } from '../../format/number.ts';
import { useWorkstation } from '../../state/workstation-context.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import styles from './orders.module.css';

interface AccountStripProps {
  readonly account: AccountSnapshot;
  /** True while there are positions or orders. */
  readonly hasAnything: boolean;
}

/** The account's value, and the switch that closes all of it. */
export function AccountStrip({ account, hasAnything }: AccountStripProps) {
  const { trading } = useWorkstation();
  const { equity, dayStartEquity, cash, buyingPower, grossExposure, realised, unrealised, fees, halted } =
    account;
  const { currency } = account;
  const figures: readonly (readonly [string, string, number?])[] = [
    [`Equity, ${currency}`, formatMoney(equity)],
    ['Today', formatSignedMoney(equity - dayStartEquity), equity - dayStartEquity],
    ['Unrealised', formatSignedMoney(unrealised), unrealised],
    ['Realised', formatSignedMoney(realised), realised],
    ['Cash', formatMoney(cash)],
    ['Exposure', formatMoney(grossExposure)],
    ['Buying power', formatMoney(buyingPower)],
    ['Fees', formatMoney(fees)],
  ];
  return (
    <div className={styles['account']}>
      <dl>
        {figures.map(([name, text, result = 0]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={classNames(result > 0 && styles['up'], result < 0 && styles['down'])}>{text}</dd>
          </div>
        ))}
      </dl>
      {halted === null ? (
        <Button
          disabled={!hasAnything}
          title="Cancels every order, closes every position and halts trading"
          onClick={() => void trading.halt()}
        >
          <OctagonX size={12} aria-hidden /> Flatten all
        </Button>
      ) : (
        <output className={styles['halted']}>
          <span title={halted.reason}>⚠ Trading is halted</span>
          <Button onClick={() => void trading.resume()}>
            <Play size={11} aria-hidden /> Resume
          </Button>
        </output>
      )}
    </div>
  );
}
