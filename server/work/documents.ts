import { ok } from '@consilium/shared/kernel/result.ts';
import type { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type * as z from 'zod/mini';
import type { Authority, Person } from '../relay/authority.ts';
import { type Answer, notFound } from './refusal.ts';
import type { Refusals } from './refusals.ts';
import type { Services } from './services.ts';

type Pulled = z.infer<typeof endpoints.pull.response>;
type Pushed = z.infer<typeof endpoints.push.response>;

/** What one answer holds at most beside its first document: it is in memory whole, and a third larger on its way. */
const mostPulledBytes = 8 * 2 ** 20;

/** What documents hold beyond what the asker has, each once; `null` for one that is not there or not theirs. What would make the answer too large is left out, to be asked for again. */
export async function pullDocuments({ relay }: Pick<Services, 'relay'>, person: Person, wanted: z.infer<typeof endpoints.pull.body>): Answer<Pulled> {
  const documents: Pulled['documents'][number][] = [];
  let bytes = 0;
  for (const [name, stateVector] of new Map(wanted.documents.map((one) => [one.name, one.stateVector]))) {
    const [pulled] = await relay.pull(person, [{ document: name, stateVector: fromBase64(stateVector) }]);
    const update = pulled?.type === 'update' ? pulled.update : undefined;
    bytes += update?.length ?? 0;
    if (bytes > mostPulledBytes && documents.length > 0) break;
    documents.push(pulled?.type === 'update' ? { name, update: Buffer.from(pulled.update).toString('base64'), seq: pulled.seq } : { name, update: null, seq: 0 });
  }
  return ok({ documents });
}

/** Hands updates in; each is judged as if it came over a socket, and answered once durable. Whoever has had too many refused waits, as there: `refusals` says so before anything is looked at. */
export async function pushDocuments({ relay }: Pick<Services, 'relay'>, refusals: Refusals, person: Person, handed: z.infer<typeof endpoints.push.body>): Answer<Pushed> {
  const documents: Pushed['documents'][number][] = [];
  for (const { name, update } of handed.documents) {
    const pushed = refusals.isSpentBy(person) ? undefined : (await relay.push(person, [{ document: name, update: fromBase64(update) }]))[0];
    if (pushed?.type === 'rejected') refusals.add(person);
    documents.push({ name, isDurable: pushed?.type === 'durable', reason: pushed === undefined ? 'too-many-refused' : reasonOf(pushed) });
  }
  return ok({ documents });
}

const reasonOf = (pushed: Awaited<ReturnType<Services['relay']['push']>>[number]): string | null =>
  pushed.type === 'durable' ? null : pushed.type === 'rejected' ? pushed.reason : pushed.type;

const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

/** Whose each clientID in a document is: the log says, nobody else. */
export async function authorsOf(services: Services, authority: Pick<Authority, 'grant'>, person: Person, name: string): Answer<{ authors: Record<string, { id: string; name: string }> }> {
  if (!(await authority.grant(person, name)).mayRead) return notFound();
  const owners = await services.log.clientOwners(name);
  const people = await services.people.find([...owners.values()]);
  const authors = [...owners].flatMap(([client, user]) => (people.has(user) ? [[String(client), { id: user, name: people.get(user)!.name }] as const] : []));
  return ok({ authors: Object.fromEntries(authors) });
}
