import { seedOps } from '@consilium/shared/consensus/settle.ts';
import { applyOps } from '@consilium/shared/document/apply.ts';
import { mapOf, roots } from '@consilium/shared/document/roots.ts';
import { compareItem } from './compare-item.ts';
import { itemAtHand, storedComparison, submittedReadings } from './compared-item.ts';
import type { Services } from './services.ts';

/**
 * Begins the consensus of a compared item with everything all readers agree on; does nothing where it has begun. The same readings
 * give the same content under the same keys, so that two servers doing it at once leave one.
 */
export async function seedConsensus(services: Services, id: string, at: string): Promise<void> {
  const item = await itemAtHand(services, id);
  const comparison = (await storedComparison(services, id))?.comparison ?? (await compareItem(services, id));
  if (item === undefined || comparison === undefined) return;
  const { readings } = await submittedReadings(services, id);
  const ops = seedOps(comparison, readings, item.modality, item.meta, at);
  if (ops.length === 0) return;
  await services.relay.write(`consensus/${id}`, (doc) => {
    if (mapOf(doc, roots.decisions).size === 0) applyOps(doc, ops, 'server');
  }, 'server');
}
