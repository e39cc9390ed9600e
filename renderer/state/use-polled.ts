import { useEffect, useState } from 'react';

/**
 * A value that is requested repeatedly while it is on screen. Null until the first answer; an answer of null keeps the
 * last value. A new `ask` function starts over.
 */
export function usePolled<T>(everyMs: number, ask: () => Promise<T | null>): T | null {
  const [answer, setAnswer] = useState<T | null>(null);
  useEffect(() => {
    let gone = false;
    const turn = async (): Promise<void> => {
      const fresh = await ask();
      if (!gone && fresh !== null) setAnswer(fresh);
    };
    void turn();
    const timer = setInterval(() => void turn(), everyMs);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [everyMs, ask]);
  return answer;
}
