import { useEffect, useState } from 'react';

/** Dwell time before a row's tooltip opens, milliseconds: passing over rows opens none. */
const REST_MS = 500;

/** Whether a keyboard user has rested on one row for a moment; `row` changes as they move. */
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
