import { fail, ok, type Result } from '../../core/base/result.ts';
import { REQUEST_PARAMS, type RequestName } from '../contract/requests.ts';

/** A request whose name stands in the contract and whose parameters have the shape that stands there. */
interface CheckedRequest {
  readonly known: RequestName;
  readonly values: unknown;
}

/** Fails with `bad_usage`, naming the parameter. */
export function checkRequest(name: string, params: unknown): Result<CheckedRequest> {
  if (!Object.hasOwn(REQUEST_PARAMS, name)) return fail('bad_usage', `There is no request “${name}”.`);
  const known = name as RequestName;
  const parsed = REQUEST_PARAMS[known].safeParse(params);
  if (parsed.success) return ok({ known, values: parsed.data });
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') ?? '';
  return fail('bad_usage', `${name}: ${path} ${issue?.message ?? 'wrong parameters'}`);
}
