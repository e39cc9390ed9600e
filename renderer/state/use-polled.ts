import { useEffect, useState } from 'react';

/**
 * What is asked for again and again while somebody looks. Null until the first answer; a question that is answered with null
 * leaves the last answer in its place. `ask` begins anew whenever it is another function.
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
