import { setPaneSymbol } from '../../state/view-store.ts';
import { useCopy, useWorkstation } from '../../state/workstation-context.ts';
import { ChoiceMenu } from '../../ui/menu.tsx';

interface PaneSymbolProps {
  readonly index: number;
  /** Null in a pane that shows nothing yet. */
  readonly symbol: string | null;
}

/** The symbol of a pane; pressing it lists the session's symbols with a search field. */
export function PaneSymbol({ index, symbol }: PaneSymbolProps) {
  const { view } = useWorkstation();
  const order = useCopy((copy) => copy.order);
  return (
    <ChoiceMenu
      label={symbol === null ? `Symbol of pane ${index + 1}` : `Symbol of pane ${index + 1}: ${symbol}`}
      shown={symbol ?? 'Choose a symbol'}
      title={symbol !== null}
      value={symbol}
      disabled={order.length === 0}
      testId="pane-symbol"
      onChoose={(chosen) => view.setState(setPaneSymbol(index, chosen))}
      choices={order.map((each) => ({ value: each, label: each }))}
    />
  );
}
