import type { Endpoint, Problem } from '@consilium/shared/wire/rest/endpoint.ts';
import type * as z from 'zod/mini';

/** `:name` parts of the path, by name. */
export type Params = Readonly<Record<string, string>>;

/** What a route answers, as its schema reads it. */
export type ResponseOf<E extends Endpoint> = z.output<E['response']>;

/** Bytes go as they are, anything else as JSON. */
export type RawBody = Blob | ArrayBuffer | Uint8Array<ArrayBuffer>;

export interface CallArgs<E extends Endpoint> {
  readonly params?: Params;
  readonly query?: z.input<E['query']>;
  readonly body?: z.input<E['body']> | RawBody;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** The server cannot be reached; what is on this device still serves. */
export const offline: Problem = {
  type: 'Offline',
  message: 'The server cannot be reached. What is on this device still works.',
};

/** `/projects/p1/queue`; a part without a value is a bug. */
export function endpointPath(endpoint: Endpoint, params: Params = {}): string {
  return endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`${endpoint.path} needs ${name}`);
    return encodeURIComponent(value);
  });
}

/** The address with its query, under `/api/v1`. Members that are `undefined` are left out. */
export function endpointAddress(endpoint: Endpoint, args: { params?: Params; query?: unknown }): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(args.query ?? {})) if (value !== undefined) query.set(name, String(value));
  const tail = query.size > 0 ? `?${query}` : '';
  return `/api/v1${endpointPath(endpoint, args.params)}${tail}`;
}

/** Body and content type as `fetch` takes them. */
export function requestBody(body: unknown): { body?: BodyInit; type?: string } {
  if (body === undefined) return {};
  if (body instanceof Blob || body instanceof ArrayBuffer) return { body, type: 'application/octet-stream' };
  if (body instanceof Uint8Array) return { body: new Uint8Array(body), type: 'application/octet-stream' };
  return { body: JSON.stringify(body), type: 'application/json' };
}
