import type { Accounts } from './accounts.ts';
import { hashOfSecret, newSecret } from '../work/secret-token.ts';
import type { Sessions, Visit } from './sessions.ts';

/** One-time passes for a socket, where no cookie can be sent along; any server process honours one that another gave. */
export interface Tickets {
  give(visit: Visit): Promise<string>;
  /** Once, within 30 seconds, and only while the session that asked for it lives. */
  take(ticket: string): Promise<Visit | undefined>;
}

const lifeMilliseconds = 30_000;

export function makeTickets(accounts: Accounts, sessions: Sessions): Tickets {
  return {
    async give({ key }) {
      const ticket = newSecret();
      const { internalAdapter } = await accounts.$context;
      await internalAdapter.createVerificationValue({ identifier: nameOf(ticket), value: key, expiresAt: new Date(Date.now() + lifeMilliseconds) });
      return ticket;
    },
    async take(ticket) {
      const { internalAdapter } = await accounts.$context;
      const kept = await internalAdapter.consumeVerificationValue(nameOf(ticket));
      if (kept === null || kept.expiresAt.getTime() < Date.now()) return undefined;
      return sessions.visitWith(kept.value);
    },
  };
}

const nameOf = (ticket: string) => `socket ticket ${hashOfSecret(ticket)}`;
