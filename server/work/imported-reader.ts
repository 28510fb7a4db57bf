import type { UserId } from '@consilium/shared/domain/ids.ts';
import { addPlaceholderAccount } from './placeholder-account.ts';
import { digest } from './compared-item.ts';
import type { Services, SignedIn } from './services.ts';

/** The reader under whose name readings come from elsewhere: one account a project and name, a member who cannot sign in. */
export async function addImportedReader(services: Services, person: SignedIn, project: string, name: string): Promise<SignedIn> {
  const id = `imported-${digest(`${project}/${name}`).slice(0, 22)}` as UserId; // url-safe, for this account
  await addPlaceholderAccount(services, id, name);
  await services.db.transaction().execute(async (transaction) => {
    const membership = { project_id: project, user_id: id, role: 'annotator', created_at: services.clock() };
    const added = await transaction.insertInto('memberships').values(membership).onConflict((there) => there.doNothing()).executeTakeFirst();
    if (Number(added.numInsertedOrUpdatedRows ?? 0n) === 0) return;
    await services.audit.record(transaction, { actorId: person.id, action: 'person.added', projectId: project, target: `person/${id}`, new: { name, role: 'annotator', why: 'imported readings' } });
  });
  return { id, name, email: '', isAdministrator: false };
}
