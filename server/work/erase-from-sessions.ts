import { mapOf, rationaleRoot, roots } from '@consilium/shared/document/roots.ts';
import type * as Y from 'yjs';
import { storedComparison } from './compared-item.ts';
import type { Services } from './services.ts';

/**
 * Takes out of every session over the item what was said of it: rounds, signatures, rationale, dissent. A session's history is
 * forgotten with that, so it is not shown again from before.
 */
export async function eraseFromSessions(services: Services, item: string): Promise<void> {
  const { db, relay, log } = services;
  const sessions = await db.selectFrom('session_items').select('session_id').where('item_id', '=', item).execute();
  if (sessions.length === 0) return;
  const compared = (await storedComparison(services, item))?.comparison.rows ?? [];
  const voted = await db.selectFrom('rounds').select('row_id').distinct().where('item_id', '=', item).execute();
  const rows = new Set([...compared.map((row) => row.id), ...voted.map((row) => row.row_id)]);
  for (const { session_id } of sessions) {
    await relay.write(`session/${session_id}`, (doc) => takeOut(doc, item, rows), 'server');
    await log.forgetHistory(`session/${session_id}`);
  }
}

function takeOut(doc: Y.Doc, item: string, rows: ReadonlySet<string>): void {
  for (const row of rows) {
    const text = doc.getXmlFragment(rationaleRoot(row));
    text.delete(0, text.length);
  }
  const [published, dissent, session] = [mapOf(doc, roots.published), mapOf(doc, roots.dissent), mapOf(doc, roots.session)];
  for (const key of [...published.keys()]) {
    const [kind, about = ''] = key.split('/');
    if ((kind === 'round' && rows.has(about)) || (kind === 'signature' && about === item)) published.delete(key);
  }
  for (const key of [...dissent.keys()]) if (rows.has(key.split('/')[0] ?? '')) dissent.delete(key);
  for (const [key, value] of [...session.entries()]) if (value === item || (typeof value === 'string' && rows.has(value))) session.delete(key);
}
