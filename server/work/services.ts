import type { UserId } from '@consilium/shared/domain/ids.ts';
import type { Clock, Instant } from '@consilium/shared/kernel/time.ts';
import type { Kysely } from 'kysely';
import type { Blobs } from '../blobs/port.ts';
import type { Config } from '../config.ts';
import type { Audit } from '../log/audit.ts';
import type { ServerLog } from '../log/update-log.ts';
import type { Relay } from '../relay/relay.ts';
import type { Database } from '../storage/schema.ts';
import type { Changes } from './changes.ts';

/** Who asks: a signed-in person; their role is looked up per project (`membership.ts`). */
export interface SignedIn {
  readonly id: UserId;
  readonly name: string;
  readonly email: string;
  readonly isAdministrator: boolean;
}

/** Everything that work functions need of the world; made once in `main.ts`. */
export interface Services {
  readonly config: Config;
  readonly db: Kysely<Database>;
  readonly log: ServerLog;
  readonly audit: Audit;
  readonly blobs: Blobs;
  /** What the server itself does with documents; `write` and `freeze` resolve when durable. */
  readonly relay: Pick<Relay, 'read' | 'write' | 'freeze' | 'pull' | 'push'>;
  readonly changes: Changes;
  readonly people: People;
  readonly clock: Clock;
  /**
   * A new backup in place of those in the data directory, which hold what was just erased; nothing where the database looks after itself.
   * @param before where given, only if there is one that was made before this moment
   */
  renewBackups(before?: Instant): Promise<void>;
  /** An opaque id, url-safe and unique; newer ones sort later. */
  newId(): string;
}

/** The accounts, wherever they are kept (`access/`). */
export interface People {
  find(ids: readonly string[]): Promise<ReadonlyMap<string, { name: string; email: string }>>;
  /** For signing: whether this is that person's password; limited in how often it may be asked. */
  hasPassword(user: UserId, password: string): Promise<boolean>;
}
