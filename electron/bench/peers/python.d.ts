/** A Python program as text, bundled. */
declare module '*.py?raw' {
  const source: string;
  export default source;
}
