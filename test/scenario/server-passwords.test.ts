import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { expect, it } from 'vitest';
import { environmentOn, storageAdapters } from '../contract/storage-adapters.ts';
import { consilium } from '../harness/command-line.ts';
import { password, RestClient, signUp } from '../harness/rest-client.ts';
import { startServer } from '../harness/server.ts';

const tokenOf = (url: string): string => new URL(url).hash.slice(1);
const postgres = storageAdapters.find(({ name }) => name === 'postgres');

it.runIf(postgres !== undefined)('[SIGNIN7] [SIGNIN8] a password is changed, and chosen anew by a link, on PostgreSQL alike', async () => {
  const database = await postgres!.make();
  const server = await startServer({ env: environmentOn(database) });
  const lead = await signUp(server, server.adminLink ?? '', 'Lead');
  const { id: user, email } = lead.me.user;
  await lead.call(endpoints.changePassword, { body: { current: password, password: 'four slow herons wade' } });
  const { url } = await lead.call(endpoints.makePasswordLink, { params: { user } });
  const choose = () => new RestClient(server.url).ask(endpoints.setPassword, { body: { token: tokenOf(url), password: 'nine tall cranes dance' } });
  expect([(await choose()).status, (await choose()).status]).toEqual([200, 410]);
  await new RestClient(server.url).call(endpoints.signIn, { body: { email, password: 'nine tall cranes dance' } });
  await server.stop();
  await database.discard();
}, 60_000);

it('[SIGNIN8] the only administrator who has forgotten theirs comes back in by the machine itself', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'consilium-forgotten-'));
  const first = await startServer({ dataDir });
  const { me } = await signUp(first, first.adminLink ?? '', 'Lead');
  await first.stop();
  const { stdout } = await consilium(['password-link', me.user.email, '--data-dir', dataDir]);
  const { url } = JSON.parse(stdout) as { url: string };
  await expect(consilium(['password-link', 'nobody@example.org', '--data-dir', dataDir])).rejects.toThrow(/Nobody here signs in with the e-mail nobody@example\.org/);
  const second = await startServer({ dataDir });
  const back = await new RestClient(second.url).call(endpoints.setPassword, { body: { token: tokenOf(url), password: 'nine tall cranes dance' } });
  expect(back.user).toMatchObject({ id: me.user.id, isAdministrator: true });
  await second.stop();
  await rm(dataDir, { recursive: true, force: true });
}, 60_000);
