import { failed, ok, type Result } from '@consilium/shared/kernel/result.ts';
import { type Endpoint, type Problem, ProblemSchema } from '@consilium/shared/wire/rest/endpoint.ts';
import { type CallArgs, endpointAddress, offline, requestBody, type ResponseOf } from './endpoint-request.ts';

/**
 * Asks one route. Every expected failure is a value: the server's own refusal, `Offline` when it cannot be reached, `Unreadable`
 * when it answers something this version cannot read.
 */
export async function call<E extends Endpoint>(
  endpoint: E,
  args: CallArgs<E> = {},
): Promise<Result<ResponseOf<E>, Problem>> {
  const response = await request(endpoint, args);
  if (!response.ok) return response;
  const text = await response.value.text().catch(() => undefined);
  if (text === undefined) return failed(offline);
  const parsed = endpoint.response.safeParse(parseJson(text) ?? {});
  // `ResponseOf<E>` is the output of exactly this schema; the compiler sees only its base.
  return parsed.success
    ? ok(parsed.data as ResponseOf<E>)
    : failed({
        type: 'Unreadable',
        message: 'The server answered in a way this version cannot read. Reload to update.',
        details: parsed.error.issues,
      });
}

/** Asks a route that answers with bytes. @param onProgress bytes so far, and of how many where the server says */
export async function callBytes<E extends Endpoint>(
  endpoint: E,
  args: CallArgs<E>,
  onProgress?: (done: number, total: number | undefined) => void,
): Promise<Result<Uint8Array<ArrayBuffer>, Problem>> {
  const response = await request(endpoint, args);
  return response.ok ? readBytes(response.value, onProgress) : response;
}

async function request<E extends Endpoint>(endpoint: E, args: CallArgs<E>): Promise<Result<Response, Problem>> {
  const { body, type } = requestBody(args.body ?? (endpoint.method === 'GET' ? undefined : {}));
  const headers = { accept: 'application/json', ...(type ? { 'content-type': type } : {}), ...args.headers };
  const response = await fetch(endpointAddress(endpoint, args), {
    method: endpoint.method,
    headers,
    credentials: 'same-origin',
    ...(body === undefined ? {} : { body }),
    ...(args.signal ? { signal: args.signal } : {}),
  }).catch(() => undefined);
  if (response === undefined) return failed(offline);
  return response.ok ? ok(response) : failed(await problemOf(response));
}

/** A gateway without its server, or a server without its database, counts as offline: nothing was judged. */
async function problemOf(response: Response): Promise<Problem> {
  if ([502, 503, 504].includes(response.status)) return offline;
  const parsed = ProblemSchema.safeParse(parseJson(await response.text().catch(() => '')));
  if (parsed.success) return parsed.data.error;
  return { type: 'Unreadable', message: `The server answered ${response.status} without saying why.` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not JSON: the schema says what is missing
  }
}

async function readBytes(
  response: Response,
  onProgress?: (done: number, total: number | undefined) => void,
): Promise<Result<Uint8Array<ArrayBuffer>, Problem>> {
  const length = Number(response.headers.get('content-length'));
  const total = Number.isFinite(length) && length > 0 ? length : undefined;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  try {
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      parts.push(part.value);
      done += part.value.length;
      onProgress?.(done, total);
    }
  } catch {
    return failed(offline); // the link broke in the middle
  }
  return ok(joined(parts, done));
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
