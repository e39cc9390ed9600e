import { z } from 'zod';
import { isSymbol, SYMBOL_RULE } from '../../core/base/symbol-rule.ts';

/** A symbol in a request. */
export const symbol = z.string().refine((text): boolean => isSymbol(text), SYMBOL_RULE);
