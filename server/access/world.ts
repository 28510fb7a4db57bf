import type { Authority } from '../relay/authority.ts';
import type { Services } from '../work/services.ts';
import type { Accounts } from './accounts.ts';
import type { RateLimits } from './rate-limits.ts';
import type { Sessions } from './sessions.ts';
import type { Tickets } from './tickets.ts';

/** What signing in needs beside the services. */
export interface Access {
  readonly services: Services;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly tickets: Tickets;
  readonly limits: RateLimits;
  readonly authority: Authority;
}
