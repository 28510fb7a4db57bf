import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import * as Y from 'yjs';
import { contentOf } from '../relay/document.ts';
import type { Services } from './services.ts';

/** A document as the log itself holds it, and the number of its last update: a relay may not have heard of what another has just written. */
export async function contentInLog({ log }: Pick<Services, 'log'>, document: DocumentName): Promise<{ head: number; doc: Y.Doc }> {
  const stored = await log.load(document);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, contentOf(stored, stored.head).since(new Map()));
  return { head: stored.head, doc };
}

/** The same, once all that this relay has admitted to it is durable: who hands in and submits in one breath is not out of step. */
export async function settledContent(services: Pick<Services, 'log' | 'relay'>, document: DocumentName): Promise<{ head: number; doc: Y.Doc }> {
  (await services.relay.read(document)).destroy();
  return contentInLog(services, document);
}
