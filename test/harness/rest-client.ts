import type { Endpoint, Problem } from '@consilium/shared/wire/rest/endpoint.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Me } from '@consilium/shared/wire/rest/people.ts';
import type * as z from 'zod/mini';

export interface Call<E extends Endpoint> {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: z.input<E['body']> | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answered<T> {
  readonly status: number;
  readonly value: T;
  readonly problem: Problem | undefined;
  readonly headers: Headers;
}

/** A person at a REST client: keeps their cookie, reads every answer by its schema. */
export class RestClient {
  readonly url: string;
  cookie = '';

  constructor(url: string) {
    this.url = url;
  }

  /** Whatever the server says. `value` is only there where `problem` is not. */
  async ask<E extends Endpoint>(endpoint: E, { params = {}, query = {}, body, headers = {} }: Call<E> = {}): Promise<Answered<z.output<E['response']>>> {
    const path = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? 'none'));
    const response = await fetch(`${this.url}/api/v1${path}?${new URLSearchParams(query)}`, {
      method: endpoint.method,
      headers: { cookie: this.cookie, ...(body instanceof Uint8Array ? { 'content-type': 'application/octet-stream' } : { 'content-type': 'application/json' }), ...headers },
      ...(endpoint.method === 'GET' ? {} : { body: body instanceof Uint8Array ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body ?? {}) }),
    });
    for (const cookie of response.headers.getSetCookie()) this.cookie = cookie.split(';')[0] ?? '';
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    const content: unknown = isJson ? await response.json() : new Uint8Array(await response.arrayBuffer());
    const { status } = response;
    if (!response.ok) return { status, value: undefined as z.output<E['response']>, problem: (content as { error: Problem }).error, headers: response.headers }; // there is none, as said above
    return { status, value: endpoint.response.parse(content) as z.output<E['response']>, problem: undefined, headers: response.headers };
  }

  /** The answer, where it must succeed. */
  async call<E extends Endpoint>(endpoint: E, call: Call<E> = {}): Promise<z.output<E['response']>> {
    const { value, problem, status } = await this.ask(endpoint, call);
    if (problem !== undefined) throw new Error(`${endpoint.method} ${endpoint.path}: ${status} ${JSON.stringify(problem)}`);
    return value;
  }
}

export const password = 'correct horse battery';

/** Accepts an invitation with a new account named by role, such as “Reader A”. */
export async function signUp(server: { readonly url: string }, link: string, name: string): Promise<RestClient & { readonly me: Me }> {
  const client = new RestClient(server.url);
  const email = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}@example.org`;
  const token = link.slice(link.indexOf('#') + 1);
  const me = await client.call(endpoints.acceptInvitation, { body: { token, account: { name, email, password } } });
  return Object.assign(client, { me });
}
