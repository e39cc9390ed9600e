import { useEffect, useState } from 'react';

/** So long one rests on a row before its story is told: who passes by is not stopped. */
const REST_MS = 500;

/** Whether somebody who works by keyboard has rested on one row for a moment; `row` changes as they go on. */
export function useRest(row: number): { told: boolean; begin: () => void; end: () => void } {
  const [resting, setResting] = useState(false);
  const [restedOn, setRestedOn] = useState<number | null>(null);
  useEffect(() => {
    if (!resting) return;
    const timer = setTimeout(() => setRestedOn(row), REST_MS);
    return () => {
      clearTimeout(timer);
      setRestedOn(null);
    };
  }, [resting, row]);
  return {
    told: resting && restedOn === row,
    begin: () => setResting(true),
    end: () => setResting(false),
  };
}
