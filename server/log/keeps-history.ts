import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';

/** Sessions and consensus documents are replayed along their timeline: their updates are never folded into a snapshot. */
export const keepsHistory = (document: DocumentName): boolean =>
  document.startsWith('session/') || document.startsWith('consensus/');
