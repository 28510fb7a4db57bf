import { agreementOf } from '@consilium/shared/consensus/agreement.ts';
import type { Agreement, Comparison } from '@consilium/shared/consensus/comparison.ts';
import { type Confusion, confusionOf } from '@consilium/shared/consensus/confusion.ts';
import { expectOk, ok } from '@consilium/shared/kernel/result.ts';
import { modalityOf } from '@consilium/shared/modalities/registry.ts';
import { namesOf } from './compared-item.ts';
import { actorWho } from './membership.ts';
import type { Answer } from './refusal.ts';
import type { Services, SignedIn } from './services.ts';

/** Agreement over all compared items of a project; items on which the person still has a reading to submit are left out. */
export async function projectAgreement(services: Services, person: SignedIn, project: string): Answer<{ items: number; agreement: Agreement; confusion: Confusion[]; names: Record<string, string> }> {
  const allowed = await actorWho(services, person, project, 'comparison.read');
  if (!allowed.ok) return allowed;
  const rows = await services.db
    .selectFrom('comparisons')
    .innerJoin('items', 'items.id', 'comparisons.item_id')
    .leftJoin('assignments', (join) => join.onRef('assignments.item_id', '=', 'items.id').on('assignments.user_id', '=', person.id))
    .select(['items.modality', 'items.meta', 'items.phase', 'comparisons.content', 'assignments.state'])
    .where('items.project_id', '=', project)
    .orderBy('items.id')
    .execute();
  const isBlindTo = (row: (typeof rows)[number]): boolean => row.phase === 'compared' && row.state !== null && row.state !== 'submitted' && row.state !== 'returned';
  const compared = rows.filter((row) => !isBlindTo(row)).map((row) => {
    const modality = expectOk(modalityOf(row.modality), 'a stored item');
    const { readers, rows: found } = JSON.parse(row.content) as Comparison; // written by `compareItem` alone
    return { readers, rows: found, modality, meta: expectOk(modality.readMeta(JSON.parse(row.meta)), 'a stored item') };
  });
  return ok({ items: compared.length, agreement: agreementOf(compared, project), confusion: [...confusionOf(compared)], names: await namesOf(services, compared.flatMap((one) => one.readers)) });
}
