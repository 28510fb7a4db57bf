import { ok } from '@consilium/shared/kernel/result.ts';
import type { sessionEndpoints } from '@consilium/shared/wire/rest/sessions.ts';
import type * as z from 'zod/mini';
import type { Answer } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';
import { sessionToRead } from './sessions-access.ts';

type Timeline = z.infer<typeof sessionEndpoints.timeline.response>;

/** Every admitted update of the session's and its items' consensus documents, in order of time, for replay (Yjs V1, base64). */
export async function readTimeline(services: Services, person: SignedIn, id: string): Answer<Timeline> {
  const found = await sessionToRead(services, person, id);
  if (!found.ok) return found;
  const { session } = found.value;
  const documents = [`session/${session.id}`, ...session.items.map((item) => `consensus/${item}`)];
  const updates = (await Promise.all(documents.map((document) => updatesOf(services, document, session.createdAt)))).flat();
  return ok({ updates: updates.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)) });
}

/** A snapshot (a document restored from elsewhere) stands at the beginning. */
async function updatesOf({ log }: Services, document: string, from: string): Promise<Timeline['updates']> {
  const { snapshot, updates } = await log.load(document);
  const start = snapshot === undefined ? [] : [{ document, at: from, actor: 'server', update: base64(snapshot) }];
  return [...start, ...updates.map(({ at, actorId, update }) => ({ document, at, actor: actorId, update: base64(update) }))];
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
