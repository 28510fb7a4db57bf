import { expectOk } from '@consilium/shared/kernel/result.ts';
import { defaultPlan } from '@consilium/shared/wire/rest/projects.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createProject } from '../../server/work/create-project.ts';
import { openItem } from '../../server/work/open-item.ts';
import { publishContent } from '../../server/work/publish-protocol.ts';
import { queueOf } from '../../server/work/queue.ts';
import { takeNext } from '../../server/work/take-next.ts';
import { aProtocol } from '../harness/readings.ts';
import type { Services, SignedIn } from '../../server/work/services.ts';
import { type OpenServices, openServices } from '../harness/services.ts';

const minute = 60_000;
let first: SignedIn;
let second: SignedIn;
let open: OpenServices;
/** the services with a clock that the test moves */
let hand: { services: Services; advance(milliseconds: number): void };
let project: string;

beforeEach(async () => {
  open = await openServices();
  let now = Date.now();
  hand = { services: { ...open.services, clock: () => new Date(now).toISOString() }, advance: (milliseconds) => { now += milliseconds; } };
  first = await open.person('reader-a', true);
  second = await open.person('reader-b');
  const { services } = hand;
  const plan = { ...defaultPlan, readersPerItem: 1, queue: 'take-next', reservationMinutes: 30 } as const;
  project = expectOk(await createProject(services, first, { name: 'Chest', objective: { question: '', detail: '' }, modalities: ['text'], plan }), 'project').id;
  await services.db.insertInto('memberships').values({ project_id: project, user_id: second.id, role: 'annotator', created_at: services.clock() }).execute();
  const row = { project_id: project, modality: 'text', meta: '{}', phase: 'reading', blinding: 'blind', readers_needed: 1, created_at: services.clock(), revealed_at: null, signed_at: null };
  await services.db.insertInto('items').values({ id: 'note', name: 'Note', ...row }).execute();
  expectOk(await publishContent(services, first.id, project, aProtocol(), ''), 'protocol');
});
afterEach(() => open.close());

const take = async (person: SignedIn) => expectOk(await takeNext(hand.services, person, project), 'take').item?.id ?? null;

it('[QUEUE2] a reservation that runs out goes to the next who asks', async () => {
  expect(await take(first)).toBe('note');
  hand.advance(29 * minute);
  expect(await take(second)).toBe(null);
  hand.advance(2 * minute);
  expect(expectOk(await queueOf(hand.services, first, project), 'queue').items).toEqual([]);
  expect(await take(second)).toBe('note');
  const { target } = await hand.services.db.selectFrom('audit_log').select('target').where('action', '=', 'assignment.expired').executeTakeFirstOrThrow();
  expect(target).toBe('reading/note/reader-a');
});

it('[QUEUE3] whoever began before the time was over, or was offline while it ran out, goes on with their reading', async () => {
  expect(await take(first)).toBe('note');
  hand.advance(31 * minute);
  expect(expectOk(await queueOf(hand.services, first, project), 'queue').items).toEqual([]);
  expectOk(await openItem(hand.services, first, 'note', 1), 'open again');
  hand.advance(31 * minute);
  expect(expectOk(await queueOf(hand.services, first, project), 'queue').items.map((item) => item.mine?.state)).toEqual(['open']);
});
