import { compareReadings } from '@consilium/shared/consensus/compare.ts';
import { type Comparison, isDisagreement } from '@consilium/shared/consensus/comparison.ts';
import { ok } from '@consilium/shared/kernel/result.ts';
import { may } from '@consilium/shared/permissions/action.ts';
import { digest, itemAtHand, namesOf, protocolOf, storedComparison, submittedReadings } from './compared-item.ts';
import { recordLook } from './looks.ts';
import { actorIn, projectOfItem } from './membership.ts';
import { type Answer, notFound, refuse } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

/**
 * Lays the submitted readings of an item side by side, once every reading wanted is there, and keeps the comparison; does nothing
 * before. Called after each submission, before the item becomes `compared`; again, it recomputes. Once the readings are revealed the
 * comparison stands: sessions hold on to its rows. The readers learn nothing of it before the reveal.
 */
export async function compareItem(services: Services, id: string): Promise<Comparison | undefined> {
  const item = await itemAtHand(services, id);
  if (item === undefined) return undefined;
  const stored = await storedComparison(services, id);
  if (stored !== undefined && (item.phase === 'revealed' || item.phase === 'signed')) return stored.comparison;
  const { readings, protocolVersion } = await submittedReadings(services, id);
  if (readings.length === 0 || readings.length < item.readersNeeded) return undefined;
  const protocol = await protocolOf(services, item.project, protocolVersion);
  if (protocol === undefined) return undefined;
  const comparison = compareReadings(item.modality, readings, protocol.content, item.meta, id, digest);
  const kept = { computed_at: services.clock(), protocol_version: protocol.version, content: JSON.stringify(comparison) };
  await services.db.transaction().execute(async (transaction) => {
    await transaction.insertInto('comparisons').values({ item_id: id, ...kept }).onConflict((conflict) => conflict.column('item_id').doUpdateSet(kept)).execute();
    const figures = { readers: comparison.readers.length, rows: comparison.rows.length, disagreements: comparison.rows.filter(isDisagreement).length };
    await services.audit.record(transaction, { actorId: 'server', action: 'comparison.computed', projectId: item.project, target: `item/${id}`, new: figures });
  });
  return comparison;
}

/** The comparison: for leads and adjudicators who have no reading of their own to submit, and for everybody concerned after the reveal. */
export async function readComparison(services: Services, person: SignedIn, id: string): Answer<{ comparison: Comparison; names: Record<string, string>; protocolVersion: number }> {
  const project = await projectOfItem(services, id);
  const actor = project && (await actorIn(services, person, project));
  const item = await itemAtHand(services, id);
  if (actor === undefined || item === undefined) return notFound();
  const mine = await services.db.selectFrom('assignments').select('state').where('item_id', '=', id).where('user_id', '=', person.id).executeTakeFirst();
  const isStillReading = mine !== undefined && mine.state !== 'submitted' && mine.state !== 'returned';
  const isRevealed = item.phase === 'revealed' || item.phase === 'signed';
  const isConcerned = mine !== undefined || actor.role !== 'annotator' || (await isInSessionOver(services, person, id));
  if (isRevealed ? !isConcerned : isStillReading || !may(actor, 'comparison.read')) return notFound();
  const stored = await storedComparison(services, id);
  if (stored === undefined) return refuse(404, 'NotCompared', 'This case is not compared yet: not every reading wanted has been submitted.');
  if (!isRevealed) await recordLook(services, person, { action: 'comparison.read-before-reveal', project: item.project, target: `item/${id}` });
  return ok({ ...stored, names: await namesOf(services, stored.comparison.readers) });
}

async function isInSessionOver({ db }: Services, person: SignedIn, item: string): Promise<boolean> {
  const row = await db
    .selectFrom('session_members')
    .innerJoin('session_items', 'session_items.session_id', 'session_members.session_id')
    .select('session_members.user_id')
    .where('session_members.user_id', '=', person.id)
    .where('session_items.item_id', '=', item)
    .executeTakeFirst();
  return row !== undefined;
}
