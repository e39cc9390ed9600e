const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text as HTML, in elements and in quoted attributes. */
export const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (each) => ESCAPES[each] ?? each);

/** The class that colours a gain or a loss. */
export const signClass = (value: number | null | undefined): string =>
  value === null || value === undefined || value === 0 ? '' : value > 0 ? 'gain' : 'loss';

/** A cell of a table. Columns sort by `value` where the text does not sort as it reads. */
export interface HtmlCell {
  readonly text: string;
  readonly value?: number | null;
  readonly className?: string;
  readonly style?: string;
}

/** A number's cell: sorts by the number, aligned right. */
export const numberCell = (text: string, value: number | null, className = ''): HtmlCell => ({
  text,
  value,
  className: `number ${className}`.trim(),
});

/** A number that is a gain or a loss. */
export const gainCell = (text: string, value: number | null): HtmlCell =>
  numberCell(text, value, signClass(value));

function cellHtml(cell: HtmlCell | string, tag: 'td' | 'th'): string {
  const { text, value, className, style } = typeof cell === 'string' ? ({ text: cell } as HtmlCell) : cell;
  const attributes = [
    tag === 'th' ? ' scope="row"' : '',
    className === undefined || className === '' ? '' : ` class="${className}"`,
    style === undefined ? '' : ` style="${style}"`,
    value === undefined ? '' : ` data-value="${value ?? ''}"`,
  ];
  return `<${tag}${attributes.join('')}>${escaped(text)}</${tag}>`;
}

interface TableOptions {
  /** Readers sort it by a click on a head. */
  readonly sortable?: boolean;
  /** Heads of columns of numbers are right-aligned. */
  readonly numbersFrom?: number;
  readonly className?: string;
}

/** A table; the first cell of each row is its head. */
export function tableHtml(
  heads: readonly string[],
  rows: readonly (readonly (HtmlCell | string)[])[],
  { sortable = false, className = '', numbersFrom = 1 }: TableOptions = {},
): string {
  const head = heads.map((each, index) => {
    const side = index >= numbersFrom ? ' class="number"' : '';
    return `<th scope="col"${side}>${escaped(each)}</th>`;
  });
  const body = rows.map(
    (row) => `<tr>${row.map((cell, index) => cellHtml(cell, index === 0 ? 'th' : 'td')).join('')}</tr>`,
  );
  const names = `${className}${sortable && rows.length > 1 ? ' sortable' : ''}`.trim();
  return `<table${names === '' ? '' : ` class="${names}"`}><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

/** A part of the page under a heading; nothing where the content is empty. */
export const sectionHtml = (title: string, content: string, className = ''): string =>
  content === ''
    ? ''
    : `<section${className === '' ? '' : ` class="${className}"`}><h2>${escaped(title)}</h2>${content}</section>`;
