import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UserId } from '@consilium/shared/domain/ids.ts';
import { expectOk } from '@consilium/shared/kernel/result.ts';
import { addPlaceholderAccount } from '@consilium/server/work/placeholder-account.ts';
import { readConfig } from '@consilium/server/config.ts';
import { openServer } from '@consilium/server/open-server.ts';
import { loadKeys } from '@consilium/server/storage/master-key.ts';
import type { Services, SignedIn } from '@consilium/server/work/services.ts';

export interface OpenServices {
  /** `right password` is everybody's password */
  readonly services: Services;
  /** an account of this installation */
  person(id: string, isAdministrator?: boolean): Promise<SignedIn>;
  close(): Promise<void>;
}

/** Everything behind the port, over a new data directory: for tests of what the server does, without HTTP. @param env more for the configuration, such as the database */
export async function openServices(env: Readonly<Record<string, string>> = {}): Promise<OpenServices> {
  const folder = mkdtempSync(join(tmpdir(), 'consilium-test-'));
  const config = expectOk(readConfig({ CONSILIUM_DATA_DIR: folder, PORT: '0', ...env }), 'configuration');
  const { keys } = loadKeys(config);
  const server = await openServer(config, keys, async () => new Response());
  const people = { ...server.services.people, hasPassword: async (_user: string, password: string) => password === 'right password' };
  const services: Services = { ...server.services, people };
  return {
    services,
    async person(id, isAdministrator = false) {
      await addPlaceholderAccount(services, id, id);
      return { id: id as UserId, name: id, email: '', isAdministrator }; // just made
    },
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
