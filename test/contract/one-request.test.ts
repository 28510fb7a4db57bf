import { mapOf, roots } from '@consilium/shared/document/roots.ts';
import { expectOk } from '@consilium/shared/kernel/result.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { connected } from '@consilium/server/access/authority.ts';
import type { Person } from '@consilium/server/relay/authority.ts';
import { systemClock } from '@consilium/server/relay/clock.ts';
import { exportHandlers } from '@consilium/server/routes/exports.ts';
import { assign } from '@consilium/server/work/assign.ts';
import { pullDocuments, pushDocuments } from '@consilium/server/work/documents.ts';
import { readMinutes } from '@consilium/server/work/minutes.ts';
import { openItem } from '@consilium/server/work/open-item.ts';
import { countRefusals } from '@consilium/server/work/refusals.ts';
import type { Services, SignedIn } from '@consilium/server/work/services.ts';
import { createToken } from '@consilium/server/work/tokens.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pullUntilAnswered, pushUntilJudged } from '../../client/sync/ask-until-answered.ts';
import { aNotesProject, type NotesProject } from '../harness/notes-project.ts';
import { type OpenServices, openServices } from '../harness/services.ts';

let open: OpenServices;
let services: Services;
let notes: NotesProject;
let reader: SignedIn;
let ana: Person;
let readings: string[];
beforeAll(async () => {
  open = await openServices();
  ({ services } = open);
  notes = await aNotesProject(open);
  reader = await notes.member('ana');
  ana = connected({ person: reader, key: `token ${expectOk(await createToken(services, reader, 'test'), 'token').token}` });
  const { items } = await notes.bring({ 'a.txt': 'a', 'b.txt': 'b', 'c.txt': 'c', 'd.txt': 'd' });
  const ids = items.map(({ id }) => id);
  expectOk(await assign(services, notes.lead, notes.project, { items: ids, readers: [reader.id], readersNeeded: 1, blinding: 'blind' }), 'assign');
  for (const id of ids) expectOk(await openItem(services, reader, id, 1), 'open');
  readings = ids.map((id) => `reading/${id}/${reader.id}`);
  for (const name of readings) await services.relay.write(name, (doc) => mapOf(doc, roots.answers).set('long', 'y'.repeat(3 * 2 ** 20)), reader.id);
}, 60_000);
afterAll(() => open.close());

const whole = (names: readonly string[]) => names.map((name) => ({ name, stateVector: '' }));
const pull = (documents: { name: string; stateVector: string }[]) => pullDocuments(services, ana, { documents });

describe('what one request may cost: documents over HTTP', () => {
  it('[BATCH1] are answered once each and a few megabytes at a time, and asked for until all are there', async () => {
    expect(endpoints.pull.body.safeParse({ documents: whole(Array.from({ length: 257 }, (_, n) => `item/${n}`)) }).success).toBe(false);
    const one = expectOk(await pull(Array.from({ length: 200 }, () => whole(readings.slice(0, 1))).flat()), 'pull');
    expect(one.documents.map(({ name }) => name)).toEqual(readings.slice(0, 1));
    const some = expectOk(await pull(whole(['item/nobody', ...readings])), 'pull');
    expect(some.documents.map(({ name, update }) => [name, update !== null])).toEqual([['item/nobody', false], [readings[0], true], [readings[1], true]]);
    const taken: string[] = [];
    expectOk(await pullUntilAnswered(whole(readings), pull, async ({ name, update }) => taken.push(`${name} ${(update ?? '').length > 4 * 2 ** 20}`)), 'all');
    expect(taken).toEqual(readings.map((name) => `${name} true`));
  });

  it('[BATCH1] a device that is given nothing does not ask for ever', async () => {
    expect(await pullUntilAnswered(whole(readings), async () => ({ ok: true, value: { documents: [] } }), async () => undefined)).toMatchObject({ ok: false, error: { type: 'Unreadable' } });
  });

  it('[BATCH2] after 32 refused updates no more of a person’s are looked at than one a second, and the device waits for it', async () => {
    let now = 0;
    const refusals = countRefusals({ ...systemClock, now: () => now });
    const push = (documents: { name: string; clientId: number; update: string }[]) => pushDocuments(services, refusals, ana, { documents });
    const junk = (count: number) => Array.from({ length: count }, () => ({ name: readings[0]!, clientId: 5000, update: Buffer.alloc(1000, 255).toString('base64') })); // there are four
    const waits = async (documents: ReturnType<typeof junk>) => expectOk(await push(documents), 'push').documents.filter(({ reason }) => reason === 'too-many-refused').length;
    expect(await waits(junk(200))).toBe(168);
    expect(await waits(junk(1))).toBe(1);
    now += 1000;
    expect(await waits(junk(2))).toBe(1);
    const kept = async () => Number((await services.db.selectFrom('quarantine').select((row) => row.fn.countAll().as('n')).executeTakeFirst())?.n);
    await expect.poll(kept, { timeout: 5000 }).toBe(33);
    const judged = expectOk(await pushUntilJudged(junk(5), push, async () => void (now += 1000)), 'judged');
    expect(judged.filter((one) => one !== undefined && one.reason !== 'too-many-refused')).toHaveLength(5);
  });
});

it('[SURFACE6] a bundle is not taken in before it is known that the person may bring one', async () => {
  let read = 0;
  const pull = (to: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>) => {
    read++;
    to.enqueue(new Uint8Array(1000));
    to.close();
  };
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({ pull }, { highWaterMark: 0 });
  const { importBundle } = exportHandlers({ services } as never); // all it asks for
  if (typeof importBundle !== 'function') throw new Error('it is for people who are signed in');
  const request = new Request('http://here/', { method: 'POST', body, duplex: 'half' } as RequestInit); // which the types of the DOM do not know
  expect(await importBundle({ person: reader, request } as never)).toMatchObject({ ok: false, error: { status: 403 } });
  expect(read).toBe(0);
});

it('[MIN2] a ballot that came too late is named by the time of the last, whatever and however much was refused', async () => {
  const at = services.clock();
  const session = { id: 's1', project_id: notes.project, name: 'Panel', state: 'open', chair_id: notes.lead.id, rule: JSON.stringify({ rule: 'majority', quorum: 1 }), created_at: at, closed_at: null };
  const item = readings[0]!.split('/')[1]!; // of four
  await services.db.insertInto('sessions').values(session).execute();
  await services.db.insertInto('session_items').values({ session_id: 's1', item_id: item, position: 0 }).execute();
  await services.db.insertInto('session_members').values([reader, notes.lead].map(({ id }) => ({ session_id: 's1', user_id: id, joined_at: at }))).execute();
  await services.db.insertInto('rounds').values({ session_id: 's1', item_id: item, row_id: 'r1', number: 1, state: 'closed', options: '[]', opened_at: at, closed_at: at, outcome: null }).execute();
  const document = `ballot/s1/r1/${reader.id}`;
  for (let n = 0; n < 3; n++) await services.log.quarantine({ document, userId: reader.id, reason: 'frozen', update: new Uint8Array(1000) });
  await services.db.updateTable('quarantine').set({ payload: new Uint8Array(1) }).where('doc_id', '=', document).execute(); // none of it can be read
  const last = await services.db.selectFrom('quarantine').select(({ fn }) => fn.max('at').as('at')).where('doc_id', '=', document).executeTakeFirstOrThrow();
  const { events } = expectOk(await readMinutes(services, notes.lead, 's1'), 'minutes');
  expect(events.filter(({ action }) => action === 'ballot.late').map((event) => [event.at, event.actor, event.row])).toEqual([[last.at, reader.id, 'r1']]);
});
