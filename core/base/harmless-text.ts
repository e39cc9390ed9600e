/** First characters by which spreadsheets take a cell for a formula, wide forms and line ends among them (OWASP, CSV Injection). */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * A text as a cell of CSV that no spreadsheet runs: an apostrophe precedes a text that begins like a formula. Names of
 * strategies, reasons and logs are text of others.
 */
export const harmlessText = (text: string): string => (FORMULA_START.test(text) ? `'${text}` : text);
