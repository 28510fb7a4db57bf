import type { UserId } from '@consilium/shared/domain/ids.ts';
import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';

/** What one relay tells the others of a document. The log is the truth; news may be lost, doubled or late. */
export type News =
  | { readonly type: 'update'; readonly document: DocumentName; readonly seq: number; readonly update: Uint8Array }
  | { readonly type: 'presence'; readonly document: DocumentName; readonly update: Uint8Array }
  /** frozen or released: look again */
  | { readonly type: 'state'; readonly document: DocumentName }
  /** opened elsewhere: say who is here */
  | { readonly type: 'who'; readonly document: DocumentName };

/** What changed about who may do what: a document, a person, or both; with neither, anything may have. */
export interface Change {
  readonly document?: DocumentName;
  readonly userId?: UserId;
}

/** Carries news between the relays of an installation; never back to the one that published. */
export interface Bus {
  publish(news: News): void;
  /** Asks the others who is there (`who`) as soon as their answer would be heard. */
  subscribe(document: DocumentName, listener: (news: News) => void): () => void;
  /** Tells every other relay, whatever it has open. */
  announce(change: Change): void;
  onAnnounced(listener: (change: Change) => void): () => void;
  /** Whether news reaches other processes now. */
  reachesOthers(): boolean;
  /** Calls back when news may have been missed. */
  onReconnect(listener: () => void): () => void;
  close(): Promise<void>;
}
