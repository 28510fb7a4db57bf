import type { Endpoint } from '@consilium/shared/wire/rest/endpoint.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Me } from '@consilium/shared/wire/rest/people.ts';
import { codeWhenThere } from '../ui/code-when-there.ts';
import { type CallArgs, endpointAddress, type ResponseOf } from './endpoint-request.ts';
import { asHandedIn } from './queue-order.ts';
import { rememberUser } from './store/last-user.ts';

/** What a person needs to go on without the server. */
const keptEndpoints: readonly Endpoint[] = [
  endpoints.me,
  endpoints.names,
  endpoints.projects,
  endpoints.project,
  endpoints.queue,
  endpoints.item,
  endpoints.protocolVersions,
  endpoints.protocolVersion,
  endpoints.session,
  endpoints.sessions,
  endpoints.comparison,
  endpoints.authors,
];

/** Keeps an answer on this device, for the person signed in; others pass through. */
export async function keepAnswer<E extends Endpoint>(
  endpoint: E,
  args: CallArgs<E>,
  answer: ResponseOf<E>,
): Promise<void> {
  if (!keptEndpoints.includes(endpoint)) return;
  if (endpoint.path === endpoints.me.path) {
    rememberUser((answer as Me).user.id); // at once: the store that a screen opens next is this person's. It was read through the schema of `Me`
    signedIn.resolve();
  }
  const { storeAnswer } = await codeWhenThere(() => import('./store/answers.ts'));
  await signedIn.promise;
  await storeAnswer(endpointAddress(endpoint, args), answer);
}

/** Settled once it is known whose answers come, and whose store is theirs: what is asked beside that question waits for it. */
const signedIn = Promise.withResolvers<void>();

/** The answer kept last, read through the same schema; `undefined` where there is none or it is from another version. */
export async function keptAnswer<E extends Endpoint>(
  endpoint: E,
  args: CallArgs<E>,
): Promise<ResponseOf<E> | undefined> {
  if (!keptEndpoints.includes(endpoint)) return undefined;
  const store = await import('./store/answers.ts').catch(() => undefined); // on a first visit it may not be here
  const parsed = endpoint.response.safeParse(await store?.storedAnswer(endpointAddress(endpoint, args)));
  if (!parsed.success) return undefined;
  if (endpoint.path === endpoints.me.path) signedIn.resolve();
  return parsed.data as ResponseOf<E>; // the output of exactly this schema
}

/** The server has taken my reading of this item: what is kept of it says so too, for who goes offline before it is asked for again (rule NEXT2). */
export async function noteHandedIn(item: string, at: string): Promise<void> {
  const args = { params: { item } };
  const kept = await keptAnswer(endpoints.item, args);
  if (kept === undefined) return;
  await keepAnswer(endpoints.item, args, asHandedIn(kept, at));
  const list = { params: { project: kept.project } };
  const queue = await keptAnswer(endpoints.queue, list);
  if (queue) await keepAnswer(endpoints.queue, list, { ...queue, items: queue.items.map((one) => (one.id === item ? asHandedIn(one, at) : one)) });
}
