import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import type { Services } from './services.ts';

/** Thrown in a transaction, which is taken back by it: what was judged before it is no longer so. */
export class OvertakenError extends Error {
  constructor() {
    super('what was judged has changed meanwhile');
  }
}

const tries = 5;

/** Judges and acts anew each time it was overtaken. @returns undefined where it was at every try */
export async function unlessOvertaken<T>(attempt: () => Promise<T>): Promise<T | undefined> {
  for (let n = 0; n < tries; n++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof OvertakenError)) throw error;
    }
  }
  return undefined;
}

/**
 * Tells the relays of a document that is frozen for good already. The first time may fail: what this relay had admitted and the freeze
 * forestalled ends its room; the next one begins with what the log says.
 */
export async function tellFrozen({ relay }: Pick<Services, 'relay'>, document: DocumentName): Promise<void> {
  await relay.freeze(document).catch(() => relay.freeze(document));
}
