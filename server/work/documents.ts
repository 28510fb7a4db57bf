import { ok } from '@consilium/shared/kernel/result.ts';
import type { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type * as z from 'zod/mini';
import type { Authority, Person } from '../relay/authority.ts';
import { type Answer, notFound } from './refusal.ts';
import type { Services } from './services.ts';

type Pulled = z.infer<typeof endpoints.pull.response>;
type Pushed = z.infer<typeof endpoints.push.response>;

/** What documents hold beyond what the asker has; `null` for one that is not there or not theirs. */
export async function pullDocuments({ relay }: Services, person: Person, wanted: z.infer<typeof endpoints.pull.body>): Answer<Pulled> {
  const pulled = await relay.pull(person, wanted.documents.map(({ name, stateVector }) => ({ document: name, stateVector: fromBase64(stateVector) })));
  return ok({
    documents: pulled.map((one) =>
      one.type === 'update' ? { name: one.document, update: Buffer.from(one.update).toString('base64'), seq: one.seq } : { name: one.document, update: null, seq: 0 },
    ),
  });
}

/** Hands updates in; each is judged as if it came over a socket, and answered once durable. */
export async function pushDocuments({ relay }: Services, person: Person, handed: z.infer<typeof endpoints.push.body>): Answer<Pushed> {
  const pushed = await relay.push(person, handed.documents.map(({ name, update }) => ({ document: name, update: fromBase64(update) })));
  return ok({
    documents: pushed.map((one) => ({ name: one.document, isDurable: one.type === 'durable', reason: one.type === 'durable' ? null : one.type === 'rejected' ? one.reason : one.type })),
  });
}

const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

/** Whose each clientID in a document is: the log says, nobody else. */
export async function authorsOf(services: Services, authority: Pick<Authority, 'grant'>, person: Person, name: string): Answer<{ authors: Record<string, { id: string; name: string }> }> {
  if (!(await authority.grant(person, name)).mayRead) return notFound();
  const owners = await services.log.clientOwners(name);
  const people = await services.people.find([...owners.values()]);
  const authors = [...owners].flatMap(([client, user]) => (people.has(user) ? [[String(client), { id: user, name: people.get(user)!.name }] as const] : []));
  return ok({ authors: Object.fromEntries(authors) });
}
