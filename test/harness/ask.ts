import type { Endpoint } from '@consilium/shared/wire/rest/endpoint.ts';
import type { APIRequestContext } from 'playwright-core';
import type * as z from 'zod/mini';

export interface Asked {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  /** JSON, or bytes as they are */
  readonly body?: unknown;
}

interface Asker {
  readonly context: { readonly request: APIRequestContext };
}

/** What the server answers a person over REST, read by the route's own schema. A refusal throws with its words. */
export async function ask<R extends z.ZodMiniType>(
  who: Asker,
  endpoint: Endpoint<z.ZodMiniType, z.ZodMiniType, R>,
  asked: Asked = {},
): Promise<z.infer<R>> {
  const answer = await send(who, endpoint, asked);
  if (!answer.ok()) throw new Error(`${endpoint.method} ${endpoint.path}: ${answer.status()} ${await answer.text()}`);
  return endpoint.response.parse(await answer.json()) as z.infer<R>; // parsed by the schema this type is of
}

/** The answer as it comes, refusals too. */
export function send(who: Asker, { method, path }: Endpoint, { params = {}, query, body }: Asked = {}) {
  const address = `/api/v1${path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))}`;
  const isBytes = body instanceof Uint8Array;
  return who.context.request.fetch(address, {
    method,
    ...(query ? { params: query } : {}),
    ...(body === undefined ? {} : { data: isBytes ? Buffer.from(body) : body }),
    headers: isBytes ? { 'content-type': 'application/octet-stream' } : {},
    timeout: 60_000,
  });
}
