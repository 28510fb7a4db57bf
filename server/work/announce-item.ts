import type { ItemId, UserId } from '@consilium/shared/domain/ids.ts';
import { documentName } from '@consilium/shared/permissions/document-ref.ts';
import type { Services } from './services.ts';

/** After an item's phase changed: who may see or write any of its documents is asked anew. */
export async function announceItem({ db, changes }: Pick<Services, 'db' | 'changes'>, item: string): Promise<void> {
  const id = item as ItemId; // of a row that was just changed, as the annotators below
  changes.announce({ document: documentName({ type: 'consensus', item: id }) });
  changes.announce({ document: documentName({ type: 'item', item: id }) });
  const readers = await db.selectFrom('assignments').select('user_id').where('item_id', '=', item).execute();
  for (const { user_id } of readers) {
    const annotator = user_id as UserId;
    changes.announce({ document: documentName({ type: 'reading', item: id, annotator }) });
    changes.announce({ document: documentName({ type: 'discussion', item: id, annotator }) });
  }
}
