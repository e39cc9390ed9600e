/** `2025-11`, `2025-12`, `2026-01` … from the first month to the last, both included; newest first. */
export function monthsBetween(first: string, last: string): readonly string[] {
  const months: string[] = [];
  let [year, month] = last.split('-').map(Number) as [number, number];
  for (let text = last; text >= first; text = `${year}-${String(month).padStart(2, '0')}`) {
    months.push(text);
    month -= 1;
    if (month === 0) {
      month = 12;
      year -= 1;
    }
  }
  return months;
}
