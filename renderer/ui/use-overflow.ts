import { useEffect, useState, type RefObject } from 'react';

/** True while an element's content is wider than the element. */
export function useOverflow(element: RefObject<HTMLElement | null>): boolean {
  const [overflows, setOverflows] = useState(false);
  useEffect(() => {
    const watched = element.current;
    if (watched === null) return;
    const measure = (): void => setOverflows(watched.scrollWidth > watched.clientWidth + 1);
    const resizes = new ResizeObserver(measure);
    resizes.observe(watched);
    for (const child of watched.children) resizes.observe(child);
    return () => resizes.disconnect();
  }, [element]);
  return overflows;
}
