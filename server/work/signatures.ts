import { readDocument } from '@consilium/shared/document/read.ts';
import { mapOf, roots } from '@consilium/shared/document/roots.ts';
import { ok } from '@consilium/shared/kernel/result.ts';
import { may } from '@consilium/shared/permissions/action.ts';
import type { Signature } from '@consilium/shared/wire/rest/sessions.ts';
import { announceItem } from './announce-item.ts';
import { hashOfValues, valuesOf } from './compared-item.ts';
import { settledContent } from './content-in-log.ts';
import { OvertakenError, tellFrozen, unlessOvertaken } from './overtaken.ts';
import { type Answer, forbidden, notFound, refuse } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';
import { sessionFor } from './sessions-access.ts';
import type { Session } from '@consilium/shared/wire/rest/sessions.ts';

interface Wanted {
  readonly password: string;
  readonly meaning: string;
  readonly hash: string;
}

/**
 * Signs the consensus of an item: asks for the password again, names the meaning, binds the hash of what stands there. When the chair
 * and as many members as the quorum asks have signed the same hash, the consensus is frozen and the item signed.
 */
export async function signConsensus(services: Services, person: SignedIn, id: string, item: string, wanted: Wanted): Answer<{ signature: Signature; isFrozen: boolean }> {
  const found = await sessionFor(services, person, id);
  if (!found.ok) return found;
  const { session, actor, isMember } = found.value;
  if (!session.items.includes(item)) return notFound();
  if (!isMember || !may(actor, 'consensus.sign')) return forbidden('Only members of the session sign, not observers or trainers.');
  if ((await phaseOf(services, item)) === 'signed') return refuse(409, 'Signed', 'This consensus is signed and frozen already.');
  const open = await services.db.selectFrom('rounds').select('row_id').where('session_id', '=', id).where('item_id', '=', item).where('state', '=', 'open').executeTakeFirst();
  if (open !== undefined) return refuse(409, 'RoundOpen', 'A round of ballots over this case is still open. Close it before signing.');
  if (!(await services.people.hasPassword(person.id, wanted.password))) {
    await record(services, person, session, 'signature.refused', { item, why: 'wrong password' });
    return refuse(403, 'WrongPassword', 'That is not your password. Nothing was signed.');
  }
  const hash = hashOfValues(await valuesOf(services, `consensus/${item}`));
  if (hash !== wanted.hash) return refuse(409, 'OutOfStep', 'The consensus has changed since you looked at it. Wait until it is synced, look again, then sign.', { hash });
  const signature: Signature = { item, user: person.id, name: person.name, meaning: wanted.meaning, hash, at: services.clock() };
  await keep(services, session, signature);
  await services.relay.write(`session/${id}`, (doc) => mapOf(doc, roots.published).set(`signature/${item}/${person.id}`, signature), 'server');
  const isFrozen = (await isComplete(services, session, item, hash)) && (await freezeConsensus(services, session, item, hash));
  return ok({ signature, isFrozen });
}

const phaseOf = async ({ db }: Services, item: string): Promise<string | undefined> => (await db.selectFrom('items').select('phase').where('id', '=', item).executeTakeFirst())?.phase;

const record = ({ db, audit }: Services, person: { id: string }, session: Session, action: string, about: Record<string, string>): Promise<void> =>
  db.transaction().execute((transaction) => audit.record(transaction, { actorId: person.id, action, projectId: session.project, target: `session/${session.id}`, new: about }));

async function keep({ db, audit, newId }: Services, session: Session, { item, user, meaning, hash, at, name }: Signature): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await transaction.insertInto('signatures').values({ id: newId(), session_id: session.id, item_id: item, user_id: user, meaning, hash, at }).execute();
    const about = { item, name, meaning, hash };
    await audit.record(transaction, { actorId: user, sealedFor: item, action: 'consensus.signed', projectId: session.project, target: `session/${session.id}`, new: about });
  });
}

/** Whether the chair and enough members have signed exactly this content; signatures of other content do not count. */
async function isComplete({ db }: Services, session: Session, item: string, hash: string): Promise<boolean> {
  const rows = await db.selectFrom('signatures').select('user_id').distinct().where('session_id', '=', session.id).where('item_id', '=', item).where('hash', '=', hash).execute();
  const signers = rows.map((row) => row.user_id);
  return signers.includes(session.chair) && signers.length >= session.rule.quorum;
}

/** Freezes at the head where exactly this stands, in the transaction that signs the item; an edit that came before keeps it open, and its signatures count for nothing. */
async function freezeConsensus(services: Services, session: Session, item: string, hash: string): Promise<boolean> {
  const document = `consensus/${item}`;
  const isFrozen = await unlessOvertaken(async () => {
    const { head, doc } = await settledContent(services, document);
    const values = readDocument(doc);
    doc.destroy();
    if (hashOfValues(values) !== hash) return false;
    await services.db.transaction().execute(async (transaction) => {
      if (!(await services.log.freezeAtIn(transaction, document, head))) throw new OvertakenError();
      const signed = await transaction.updateTable('items').set({ phase: 'signed', signed_at: services.clock() }).where('id', '=', item).where('phase', '!=', 'signed').executeTakeFirst();
      if (signed.numUpdatedRows === 0n) return; // by who signed the same at the same moment
      await services.audit.record(transaction, { actorId: 'server', action: 'item.signed', projectId: session.project, target: `item/${item}`, new: { hash, session: session.id } });
    });
    return true;
  });
  if (isFrozen !== true) return false;
  await tellFrozen(services, document);
  await announceItem(services, item);
  return true;
}
