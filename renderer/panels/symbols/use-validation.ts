import { useEffect, useState } from 'react';
import type { SymbolAnswer } from '../../../electron/contract/requests.ts';
import { useCommands } from '../../state/workstation-context.ts';

/** Long enough that moving through the list with the arrow keys validates only a few of its lines. */
const SETTLED_MS = 120;

/** The engine's answer about a symbol before it is added; null until it comes. */
export function useValidation(symbol: string | null): SymbolAnswer | null {
  const commands = useCommands();
  const [answer, setAnswer] = useState<SymbolAnswer | null>(null);
  useEffect(() => {
    if (symbol === null) return;
    let current = true;
    const ask = async (): Promise<void> => {
      const result = await commands.validate(symbol);
      if (current && result.ok) setAnswer(result.value);
    };
    const timer = setTimeout(() => void ask(), SETTLED_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [commands, symbol]);
  return answer !== null && answer.symbol === symbol ? answer : null;
}
