import type { HttpBindings } from '@hono/node-server';
import { bytes, type Endpoint, nothing } from '@consilium/shared/wire/rest/endpoint.ts';
import type { Hono } from 'hono';
import type * as z from 'zod/mini';
import type { Access } from '../access/world.ts';
import type { Visit } from '../access/sessions.ts';
import { type Answer, notFound, type Refusal, refuse } from '../work/refusal.ts';
import type { SignedIn } from '../work/services.ts';
import { readJson } from './read-body.ts';

/** What a request asks, read and checked against its endpoint. */
export interface Asked<E extends Endpoint> {
  readonly person: SignedIn;
  readonly visit: Visit;
  /** The opaque id in the path; a name that the path does not have is a bug. */
  readonly param: (name: string) => string;
  readonly query: z.infer<E['query']>;
  readonly body: z.infer<E['body']>;
  readonly request: Request;
  readonly from: string; // the address of the other end of the connection
  readonly responseHeaders: Headers;
}

/** A request that nobody need be signed in for. */
export type AskedByAnybody<E extends Endpoint> = Omit<Asked<E>, 'person' | 'visit'> & { readonly visit: Visit | undefined };

/** `Response` where the endpoint answers with bytes. */
type Answered<E extends Endpoint> = Answer<z.infer<E['response']> | Response>;
export type Handler<E extends Endpoint> = ((asked: Asked<E>) => Answered<E>) | { readonly forAnybody: (asked: AskedByAnybody<E>) => Answered<E> };

export type App = Hono<{ Bindings: HttpBindings }>;
export const apiRoot = '/api/v1';

/** Serves one endpoint: who asks, what is asked, the answer or the refusal in words. */
export function mount<E extends Endpoint>(app: App, access: Access, endpoint: E, handler: Handler<E>): void {
  app.on(endpoint.method, `${apiRoot}${endpoint.path}`, async (context) => {
    const visit = await access.sessions.visitOf(context.req.raw.headers);
    if (visit === undefined && typeof handler === 'function') return refused(signInFirst.error);
    const params = context.req.param() as Record<string, string>; // Hono types them by literal path, which a table has not
    if (Object.values(params).some((value) => !/^[A-Za-z0-9_-]{1,64}$/.test(value))) return refused(notFound().error);
    const read = await readRequest(endpoint, context.req.raw);
    if (!read.ok) return refused(read.error);
    const responseHeaders = new Headers({ 'cache-control': 'no-store' });
    const asked = { visit, param: paramOf(params), ...read.value, request: context.req.raw, from: context.env.incoming?.socket.remoteAddress ?? '', responseHeaders };
    const answered = await (typeof handler === 'function' ? handler({ ...asked, visit: visit!, person: visit!.person }) : handler.forAnybody(asked));
    if (!answered.ok) return refused(answered.error, responseHeaders);
    return answered.value instanceof Response ? answered.value : Response.json(answered.value, { headers: responseHeaders });
  });
}

const signInFirst = refuse(401, 'SignInFirst', 'You are not signed in, or your session has ended. Sign in and try again.');

const paramOf = (params: Readonly<Record<string, string>>) => (name: string): string => {
  const value = params[name];
  if (value === undefined) throw new Error(`the path has no :${name}`);
  return value;
};

/** A refusal as the wire has it: never a stack, never more than its words. */
export function refused({ status, ...error }: Refusal, headers: Headers = new Headers({ 'cache-control': 'no-store' })): Response {
  return Response.json({ error }, { status, headers });
}

async function readRequest<E extends Endpoint>(endpoint: E, request: Request): Answer<Pick<Asked<E>, 'query' | 'body'>> {
  const query = endpoint.query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!query.success) return malformed('the address', query.error.issues);
  if (endpoint.body === bytes || endpoint.body === nothing) return { ok: true, value: { query: query.data as z.infer<E['query']>, body: {} as z.infer<E['body']> } };
  const json = await readJson(request);
  if (!json.ok) return json;
  const body = endpoint.body.safeParse(json.value);
  if (!body.success) return malformed('the request', body.error.issues);
  return { ok: true, value: { query: query.data as z.infer<E['query']>, body: body.data as z.infer<E['body']> } }; // just read by these very schemas
}

/** Says where and what, and echoes nothing that was sent. */
function malformed(where: string, issues: readonly { path: PropertyKey[]; message: string }[]) {
  const places = issues.map(({ path, message }) => (path.length === 0 ? message : `${path.map(String).join('.')}: ${message}`));
  return refuse(400, 'Malformed', `Something in ${where} is not as it must be: ${places.join('; ')}.`, places);
}
