/**
 * Loaded before a program (`node --expose-gc --require`): collects what is garbage again and again, and at the end writes
 * the most bytes that were kept, heap and buffers, into the file that TAPEDECK_KEPT_MEMORY names.
 */
const { writeFileSync } = require('node:fs');

const EVERY_MS = 10;
let most = 0;

setInterval(() => {
  globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  most = Math.max(most, heapUsed + arrayBuffers);
}, EVERY_MS).unref();

process.on('exit', () => writeFileSync(process.env.TAPEDECK_KEPT_MEMORY, String(most)));
