import type { Endpoint } from '@consilium/shared/wire/rest/endpoint.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Role } from '@consilium/shared/domain/people.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createProject, importFiles, join } from '../harness/people-at-work.ts';
import { RestClient, signUp } from '../harness/rest-client.ts';
import { type RunningServer, startServer } from '../harness/server.ts';

type Name = keyof typeof endpoints;
type Asker = Role | 'stranger' | 'nobody';
const askers: readonly Asker[] = ['lead', 'adjudicator', 'annotator', 'trainer', 'observer', 'stranger', 'nobody'];

/** Who gets past the door of each route; what then happens is another test's. `item` routes are asked of an item that is blind and not theirs. */
const anybody: readonly Asker[] = askers;
const signedIn: readonly Asker[] = askers.filter((asker) => asker !== 'nobody');
const members: readonly Asker[] = ['lead', 'adjudicator', 'annotator', 'trainer', 'observer'];
const reviewers: readonly Asker[] = ['lead', 'adjudicator'];
const leads: readonly Asker[] = ['lead'];

const matrix: Readonly<Record<Name, readonly Asker[]>> = {
  signIn: anybody, lookAtInvitation: anybody, acceptInvitation: anybody, setPassword: anybody,
  me: signedIn, changePassword: signedIn, signOut: signedIn, erasedItems: signedIn, ticket: signedIn, tokens: signedIn, createToken: signedIn, revokeToken: signedIn, projects: signedIn, pull: signedIn, push: signedIn,
  createProject: leads, createDemonstration: leads, importBundle: leads, verifyAudit: leads,
  project: members, names: members, protocolVersions: members, protocolVersion: members, picture: members, queue: members, sessions: members, authors: leads,
  people: reviewers, work: reviewers, agreement: reviewers, comparison: reviewers,
  changeRole: leads, removePerson: leads, invite: leads, invitations: leads, revokeInvitation: leads, editProject: leads, publishProtocol: leads, storePicture: leads,
  startImport: leads, importFile: leads, finishImport: leads, imports: leads, importRows: leads, knownSources: leads, exportProject: leads, audit: leads, assign: leads, unassign: leads, reveal: leads,
  takeNext: ['lead', 'annotator', 'adjudicator'],
  item: reviewers, source: reviewers, openItem: reviewers, submit: reviewers, giveBack: [],
  openSession: reviewers, session: members, joinSession: members, closeSession: reviewers, openRound: reviewers, closeRound: reviewers, sign: ['lead', 'adjudicator', 'annotator'],
  minutes: reviewers, minutesText: reviewers, timeline: reviewers,
  exportAudit: [], makePasswordLink: [], // administrators
  eraseItem: leads, // the last: then there is no item any more
};

/** Not asked here: they need a session, which the sessions' own scenario has. */
const withSession: readonly Name[] = ['session', 'joinSession', 'closeSession', 'openRound', 'closeRound', 'sign', 'minutes', 'minutesText', 'timeline'];

let server: RunningServer;
const people = new Map<Asker, RestClient>();
let params: Record<string, string>;

beforeAll(async () => {
  server = await startServer();
  const admin = await signUp(server, server.adminLink ?? '', 'Administrator');
  const project = await createProject(admin);
  for (const role of ['lead', 'adjudicator', 'annotator', 'trainer', 'observer'] as const) people.set(role, await join(admin, project, role, `The ${role}`));
  people.set('stranger', await join(admin, await createProject(admin), 'annotator', 'A stranger'));
  people.set('nobody', new RestClient(server.url));
  const made = await importFiles(people.get('lead')!, project, [{ name: 'note.txt', bytes: new TextEncoder().encode('A note.') }]);
  params = { project, import: made.import, item: made.items[0]?.id ?? '', sha256: made.files[0]?.sha256 ?? '', user: 'nobody-there', invitation: 'none', token: 'none', version: '1' };
});
afterAll(() => server.stop());

const bodies: Partial<Record<Name, unknown>> = {
  signIn: { email: 'x@example.org', password: 'x' }, lookAtInvitation: { token: 'x' }, setPassword: { token: 'x', password: 'long enough' }, changePassword: { current: 'x', password: 'long enough' }, acceptInvitation: { token: 'x' }, createToken: { name: 'x' }, pull: { documents: [] }, push: { documents: [] },
  changeRole: { role: 'observer' }, invite: { role: 'observer', note: '' }, editProject: {}, publishProtocol: { why: '' }, knownSources: { sha256: [] },
  createProject: { name: 'x', objective: { question: '', detail: '' }, modalities: [], plan: { readersPerItem: 1, blinding: 'blind', queue: 'take-next', reservationMinutes: 5 } },
  assign: { items: [], readers: [], readersNeeded: 1, blinding: 'blind' }, giveBack: { why: '' }, openItem: { protocolVersion: 1 }, submit: { hash: '', protocolVersion: 1 }, erasedItems: { items: [] }, eraseItem: { reason: 'Asked for' },
  openSession: { name: 'x', items: [], rule: { rule: 'majority', quorum: 1 } },
};
const queries: Partial<Record<Name, Record<string, string>>> = { authors: { name: 'protocol/' }, exportProject: { format: 'jsonl' }, importFile: { name: 'x.xlsx' } };

/** Past the door is whatever is not “sign in first”, “forbidden” or, of a thing that is there, “not found”. */
function isRefused(status: number, type: string | undefined): boolean {
  return (status === 401 && type === 'SignInFirst') || status === 403 || (status === 404 && type === 'NotFound');
}

/** These name something that is not there, so that even a lead who may gets “not found”. */
const nothingThere: readonly Name[] = ['changeRole', 'removePerson', 'revokeInvitation', 'revokeToken', 'unassign', 'picture', 'protocolVersion', 'openItem', 'submit'];

for (const name of (Object.keys(matrix) as Name[]).filter((one) => !withSession.includes(one) && one !== 'signOut')) {
  it(`[PERM10] ${name}: ${matrix[name].join(', ') || 'no one'}, and nobody else`, async () => {
    const endpoint: Endpoint = endpoints[name];
    const query = name === 'authors' ? { name: `protocol/${params.project}` } : (queries[name] ?? {});
    for (const asker of askers) {
      const answered = await people.get(asker)!.ask(endpoint, { params, query, body: bodies[name] as never });
      expect([name, asker, answered.status]).not.toEqual([name, asker, 500]);
      const isIn = !isRefused(answered.status, answered.problem?.type);
      const isWanted = matrix[name].includes(asker);
      if (!isWanted) expect([name, asker, answered.status, isIn]).toEqual([name, asker, answered.status, false]);
      else if (!nothingThere.includes(name)) expect([name, asker, answered.status, isIn]).toEqual([name, asker, answered.status, true]);
    }
  });
}

it('[PERM11] a stranger gets of everything in a project exactly the answer for what is not there', async () => {
  const stranger = people.get('stranger')!;
  for (const name of (Object.keys(matrix) as Name[]).filter((one) => endpoints[one].path.startsWith('/projects/:project'))) {
    const endpoint: Endpoint = endpoints[name];
    const call = { query: queries[name] ?? {}, body: bodies[name] as never };
    const [theirs, never] = [await stranger.ask(endpoint, { ...call, params }), await stranger.ask(endpoint, { ...call, params: { ...params, project: 'neverwas' } })];
    expect([name, theirs.status, theirs.problem]).toEqual([name, 404, never.problem]);
  }
});

it('[PERM12] every route of the table is served', async () => {
  const missing: string[] = [];
  for (const [name, { method, path }] of Object.entries(endpoints)) {
    const response = await fetch(`${server.url}/api/v1${path.replaceAll(/:\w+/g, 'x')}`, { method, headers: { 'content-type': 'application/json' }, ...(method === 'GET' ? {} : { body: '!' }) });
    if (response.status === 404) missing.push(name);
  }
  expect(missing).toEqual([]);
});
