import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { defaultPlan } from '@consilium/shared/wire/rest/projects.ts';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { environmentOn, storageAdapters } from '../contract/storage-adapters.ts';
import { assign, change, handIn, importFiles, join, publish } from '../harness/people-at-work.ts';
import { aLabel, anAnnotation, aProtocol, aSpan } from '../harness/readings.ts';
import { password, RestClient, signUp } from '../harness/rest-client.ts';
import { type RunningServer, startServer } from '../harness/server.ts';

/** In every name, note, label, comment, address and file: it may be in no line that the server prints. */
const canary = 'Zilpzalp';
const words = new RegExp(`${canary}|${Buffer.from(canary).toString('base64').slice(0, 10)}|example\\.org|${password}`, 'i');
const utf8 = new TextEncoder();

/** A whole case read with the canary in everything that people write, and everything done wrongly that can be done wrongly. */
async function workWith(server: RunningServer): Promise<{ readonly cookie: string }> {
  const lead = await signUp(server, server.adminLink ?? '', `${canary} Lead`);
  const { id: project } = await lead.call(endpoints.createProject, {
    body: { name: `Study of ${canary}`, objective: { question: `Has ${canary} a nodule?`, detail: canary }, modalities: ['text'], plan: defaultPlan },
  });
  const reader = await join(lead, project, 'annotator', `${canary} Reader`);
  await publish(lead, project, aProtocol({ labels: [aLabel('nodule', `${canary} nodule`)] }));
  const { items } = await importFiles(lead, project, [
    { name: `${canary}.txt`, bytes: utf8.encode(`${canary} was admitted with a nodule.`) },
    { name: `broken ${canary}.dcm`, bytes: utf8.encode(`${canary} DICM`) },
    { name: `${canary}.json`, bytes: utf8.encode(`{"patient": "${canary}"`) },
  ]);
  const item = items[0]!.id;
  await assign(lead, project, [item], [reader.me.user.id]);
  await reader.call(endpoints.openItem, { params: { item }, body: { protocolVersion: 1 } });
  const annotation = anAnnotation('one', 'nodule', aSpan(0, 8), { comment: `${canary} again` });
  await handIn(reader, item, [{ type: 'add annotation', annotation }]);
  // After its submission the reading is frozen; and this root is nobody's.
  for (const [person, document] of [[reader, `reading/${item}/${reader.me.user.id}`], [lead, `protocol/${project}`]] as const) {
    await expect(change(person, document, (doc) => doc.getMap(canary).set(canary, canary))).rejects.toThrow();
  }
  await lead.ask(endpoints.signIn, { body: { email: `${canary}@example.org`, password: `${canary} ${canary}` } });
  for (const [path, body] of [[`/api/v1/${canary}`, '{}'], ['/api/v1/sign-in', `{"email": "${canary}`], [`/api/v1/projects/${canary}/items?${canary}=${canary}`, `[${canary}]`]] as const) {
    await fetch(server.url + path, { method: 'POST', headers: { cookie: lead.cookie, 'content-type': 'application/json' }, body });
  }
  return lead;
}

describe('what the server prints at its most talkative', () => {
  it('[RUN5] holds nothing of what people wrote: the embedded store', async () => {
    const server = await startServer({ env: { LOG_LEVEL: 'trace' } });
    await workWith(server);
    await server.stop();
    expect(server.printed()).toContain('update refused'); // there is a log, and it tells of this
    expect(server.printed()).not.toMatch(words);
  }, 60_000);

  const postgres = storageAdapters.find(({ name }) => name === 'postgres');
  it.runIf(postgres !== undefined)('[RUN5] PostgreSQL that quotes the row it refuses, and one that is cut off', async () => {
    const database = await postgres!.make();
    const server = await startServer({ env: { LOG_LEVEL: 'trace', ...environmentOn(database) } });
    const { cookie } = await workWith(server);
    const lead = Object.assign(new RestClient(server.url), { cookie });
    const client = new pg.Client({ connectionString: database.config.databaseUrl });
    await client.connect();
    await client.query(`alter table projects add constraint no_more check (name not like '%second%')`);
    const body = { name: `A second ${canary}`, objective: { question: canary, detail: '' }, modalities: ['text' as const], plan: defaultPlan };
    expect((await lead.ask(endpoints.createProject, { body })).status).toBe(500);
    const asked = Promise.all(Array.from({ length: 20 }, (_, at) => lead.ask(endpoints.createProject, { body: { ...body, name: `${canary} ${at}` } })));
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()');
    await asked;
    await client.end();
    await server.stop();
    await database.discard();
    expect(server.printed()).toContain('23514'); // the check that was violated is told by its code
    expect(server.printed()).toContain('"route":"/api/v1/projects"');
    expect(server.printed()).not.toMatch(words);
  }, 90_000);
});
