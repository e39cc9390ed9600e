import { fail, type Result } from '../../../../core/base/result.ts';
import { statusText, unreachable, type HttpAnswer } from './http-client.ts';
import type { RemoteSource } from './remote-source.ts';

/**
 * Passes on an answer with one of these statuses and fails for any other: `missing_file` for a missing file,
 * `unreachable` with the server's message otherwise.
 */
export function answered(
  { shown, credentialsHint }: Pick<RemoteSource, 'shown' | 'credentialsHint'>,
  answer: Result<HttpAnswer>,
  statuses: readonly number[],
): Result<HttpAnswer> {
  if (!answer.ok || statuses.includes(answer.value.status)) return answer;
  const { status, headers, body } = answer.value;
  const said = s3Error(body);
  const reason = `the server answered ${statusText(status)}${said === undefined ? '' : `, ${said}`}`;
  const region = headers['x-amz-bucket-region'];
  if (typeof region === 'string' && (status === 301 || status === 307 || status === 400))
    return unreachable(shown, reason, `The bucket is in the region ${region}: set AWS_REGION=${region}.`);
  if (status === 404 && said?.startsWith('NoSuchBucket') !== true)
    return fail('missing_file', `There is no ${shown}.`);
  if (status === 401 || status === 403) return unreachable(shown, reason, credentialsHint);
  return unreachable(shown, reason, 'Check the address.');
}

/** S3's body of a refusal: `<Error><Code>…</Code><Message>…</Message>`. */
function s3Error(body: Uint8Array): string | undefined {
  const text = Buffer.from(body.subarray(0, 4_096)).toString('utf8');
  const code = /<Error>[\s\S]*?<Code>([\w.]+)<\/Code>/.exec(text)?.[1];
  if (code === undefined) return undefined;
  const message = /<Message>([^<]*)<\/Message>/.exec(text)?.[1];
  return message === undefined ? code : `${code}: ${message.replace(/\.$/, '')}`;
}

export const bodyText = (answer: HttpAnswer): string => Buffer.from(answer.body).toString('utf8');
