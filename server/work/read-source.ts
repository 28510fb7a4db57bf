import { ok } from '@consilium/shared/kernel/result.ts';
import { seenItem } from './read-item.ts';
import { answerBlob } from './answer-blob.ts';
import { type Answer, notFound } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

/** The bytes of one of the item's sources, whole or a range of them. */
export async function readSource(services: Services, person: SignedIn, item: string, sha256: string, headers: Headers): Answer<Response> {
  const seen = await seenItem(services, person, item);
  if (!seen.ok) return seen;
  const source = await services.db.selectFrom('item_sources').select('sha256').where('item_id', '=', item).where('sha256', '=', sha256).executeTakeFirst();
  const answer = source && (await answerBlob(services.blobs, sha256, headers));
  return answer === undefined ? notFound() : ok(answer);
}
