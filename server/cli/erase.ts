import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { eraseItem } from '../work/erase-item.ts';
import { withServices } from './installation.ts';
import { Failure, printLine, tell } from './outcome.ts';
import { remoteAt } from './remote.ts';

export interface EraseOptions {
  readonly reason: string;
  readonly url?: string;
  readonly token?: string;
  readonly dataDir?: string;
  readonly as?: string;
}

/** Erases an item for good, on a running server or straight in the data directory. */
export async function eraseFromCommandLine(item: string, { reason, url, token, dataDir, as }: EraseOptions): Promise<void> {
  if (reason.trim() === '') throw new Failure('Give the reason with --reason: it is all that will be known of the erasure.');
  const gone =
    url !== undefined
      ? await remoteAt(url, token).call(endpoints.eraseItem, { params: { item }, body: { reason } })
      : await withServices(dataDir, as, async (services, person) => {
          const erased = await eraseItem(services, person, item, reason);
          if (!erased.ok) throw new Failure(erased.error.message);
          return erased.value;
        });
  printLine({ item, ok: true, ...gone });
  tell('Back up keys/erased.jsonl again, with the master key: with it, older backups stay without this item. To make older backups unreadable to everybody, rotate the master key and destroy its older lines.');
}
