import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProject, join, type Signed } from '../harness/people-at-work.ts';
import { password, RestClient, signUp } from '../harness/rest-client.ts';
import { type RunningServer, startServer } from '../harness/server.ts';

let server: RunningServer;
let admin: Signed;
let project: string;

beforeAll(async () => {
  server = await startServer();
  admin = await signUp(server, server.adminLink ?? '', 'Administrator');
  project = await createProject(admin);
});
afterAll(() => server.stop());

const tokenOf = (url: string): string => url.slice(url.indexOf('#') + 1);
const account = (name: string) => ({ name, email: `${name.toLowerCase()}@example.org`, password });

describe('signing in', () => {
  it('[SIGNIN1] the link of the first start makes one administrator, once', async () => {
    expect(admin.me.user).toMatchObject({ name: 'Administrator', isAdministrator: true });
    const again = await new RestClient(server.url).ask(endpoints.acceptInvitation, { body: { token: tokenOf(server.adminLink ?? ''), account: account('Second') } });
    expect([again.status, again.problem?.type]).toEqual([410, 'InvitationOver']);
    expect((await new RestClient(server.url).ask(endpoints.signIn, { body: { email: 'second@example.org', password } })).status).toBe(401);
  });

  it('[SIGNIN2] the cookie is HttpOnly and SameSite=Lax, and a wrong password gets no hint of what was wrong', async () => {
    const right = await new RestClient(server.url).ask(endpoints.signIn, { body: { email: 'administrator@example.org', password } });
    expect(right.headers.getSetCookie()[0]).toMatch(/^consilium_session=.*; Path=\/; HttpOnly; SameSite=Lax$/);
    const wrong = await new RestClient(server.url).ask(endpoints.signIn, { body: { email: 'administrator@example.org', password: 'something else' } });
    const nobody = await new RestClient(server.url).ask(endpoints.signIn, { body: { email: 'nobody@example.org', password } });
    expect(wrong.problem).toEqual(nobody.problem);
  });

  it('[SIGNIN3] a session that was signed out of is over, and its ticket with it', async () => {
    const here = new RestClient(server.url);
    await here.call(endpoints.signIn, { body: { email: 'administrator@example.org', password } });
    const kept = here.cookie;
    await here.call(endpoints.signOut);
    here.cookie = kept;
    expect((await here.ask(endpoints.me)).status).toBe(401);
  });

  it('[SIGNIN4] guessing a password is slowed down', async () => {
    const guesser = new RestClient(server.url);
    const statuses: number[] = [];
    for (let i = 0; i < 12; i++) statuses.push((await guesser.ask(endpoints.signIn, { body: { email: 'guessed@example.org', password: `guess number ${i}` } })).status);
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401));
    expect(statuses.slice(10)).toEqual([429, 429]);
  });

  it('[SIGNIN5] a request that changes something from another site’s page is not done', async () => {
    const foreign = await admin.ask(endpoints.createToken, { body: { name: 'x' }, headers: { origin: 'https://elsewhere.example.org' } });
    expect([foreign.status, foreign.problem?.type]).toEqual([403, 'ForeignOrigin']);
    const crossSite = await admin.ask(endpoints.createToken, { body: { name: 'x' }, headers: { 'sec-fetch-site': 'cross-site' } });
    expect(crossSite.status).toBe(403);
    expect((await admin.call(endpoints.tokens)).tokens).toEqual([]);
  });

  it('[SIGNIN7] a password is changed by the one in force, and ends what the old one had opened', async () => {
    const here = await join(admin, project, 'annotator', 'Forgetful');
    const { email, id } = here.me.user;
    const elsewhere = new RestClient(server.url);
    await elsewhere.call(endpoints.signIn, { body: { email, password } });
    const { token } = await here.call(endpoints.createToken, { body: { name: 'script' } });
    const another = 'four slow herons wade';
    const wrong = await here.ask(endpoints.changePassword, { body: { current: 'not this one', password: another } });
    expect([wrong.status, wrong.problem?.type]).toEqual([422, 'WrongPassword']);
    const byToken = await new RestClient(server.url).ask(endpoints.changePassword, { body: { current: password, password: another }, headers: { authorization: `Bearer ${token}` } });
    expect([byToken.status, byToken.problem?.type]).toEqual([422, 'SessionNeeded']);
    await here.call(endpoints.changePassword, { body: { current: password, password: another } });
    expect((await here.call(endpoints.me)).user.id).toBe(id); // in a new session
    await expect.poll(async () => (await elsewhere.ask(endpoints.me)).status, { timeout: 15_000 }).toBe(401);
    expect((await new RestClient(server.url).ask(endpoints.signIn, { body: { email, password } })).status).toBe(401);
    await new RestClient(server.url).call(endpoints.signIn, { body: { email, password: another } });
    const statuses: number[] = [];
    for (let i = 0; i < 7; i++) statuses.push((await here.ask(endpoints.changePassword, { body: { current: `guess ${i}`, password: another } })).status);
    expect(statuses.at(-1)).toBe(429);
  });

  it('[SIGNIN8] who has forgotten theirs chooses another by an administrator’s link: the newest, once', async () => {
    const person = await join(admin, project, 'annotator', 'Absent');
    const { id: user, email } = person.me.user;
    const lead = await join(admin, await createProject(admin), 'lead', 'A lead');
    expect((await lead.ask(endpoints.makePasswordLink, { params: { user } })).status).toBe(403);
    expect((await admin.ask(endpoints.makePasswordLink, { params: { user: 'nobody' } })).status).toBe(404);
    const first = await admin.call(endpoints.makePasswordLink, { params: { user } });
    const second = await admin.call(endpoints.makePasswordLink, { params: { user } });
    expect(second.url).toMatch(/\/new-password#[\w-]{43}$/);
    const another = 'nine tall cranes dance';
    const by = (url: string) => new RestClient(server.url).ask(endpoints.setPassword, { body: { token: tokenOf(url), password: another } });
    expect((await by(first.url)).problem?.type).toBe('LinkOver'); // there is a newer one
    const both = await Promise.all([by(second.url), by(second.url)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 410]);
    expect(both.find(({ status }) => status === 200)?.value.user).toMatchObject({ id: user, email });
    await expect.poll(async () => (await person.ask(endpoints.me)).status, { timeout: 15_000 }).toBe(401);
    await new RestClient(server.url).call(endpoints.signIn, { body: { email, password: another } });
    const rows = JSON.stringify(await admin.call(endpoints.exportAudit));
    expect(['person.password-link-made', 'person.password-set'].map((action) => rows.includes(action))).toEqual([true, true]);
    expect(rows).not.toContain(tokenOf(second.url));
  });

  it('[SIGNIN6] an API token stands for its person until it is ended', async () => {
    const { id, token } = await admin.call(endpoints.createToken, { body: { name: 'command line' } });
    const line = new RestClient(server.url);
    const headers = { authorization: `Bearer ${token}` };
    expect((await line.ask(endpoints.me, { headers })).value.user.name).toBe('Administrator');
    await admin.call(endpoints.revokeToken, { params: { token: id } });
    expect((await line.ask(endpoints.me, { headers })).status).toBe(401);
  });
});

describe('invitations', () => {
  it('[INVITE1] an invitation says what it is for, serves once, and binds the role', async () => {
    const { url } = await admin.call(endpoints.invite, { params: { project }, body: { role: 'observer', note: 'for the ward' } });
    const visitor = new RestClient(server.url);
    expect(await visitor.call(endpoints.lookAtInvitation, { body: { token: tokenOf(url) } })).toMatchObject({ role: 'observer', projectName: 'Chest', invitedBy: 'Administrator' });
    const observer = await signUp(server, url, 'Observer');
    expect(observer.me.memberships).toEqual([{ project, projectName: 'Chest', role: 'observer' }]);
    expect((await visitor.ask(endpoints.lookAtInvitation, { body: { token: tokenOf(url) } })).status).toBe(410);
  });

  it('[INVITE2] of two who use one link at once, one gets in and the other leaves no account behind', async () => {
    const { url } = await admin.call(endpoints.invite, { params: { project }, body: { role: 'annotator', note: '' } });
    const tries = await Promise.all(['Quick', 'Slow'].map((name) => new RestClient(server.url).ask(endpoints.acceptInvitation, { body: { token: tokenOf(url), account: account(name) } })));
    expect(tries.map(({ status }) => status).sort()).toEqual([200, 410]);
    const loser = tries[0]?.status === 200 ? 'slow' : 'quick';
    expect((await new RestClient(server.url).ask(endpoints.signIn, { body: { email: `${loser}@example.org`, password } })).status).toBe(401);
  });

  it('[INVITE3] an invitation that was taken back serves nobody', async () => {
    const { id, url } = await admin.call(endpoints.invite, { params: { project }, body: { role: 'annotator', note: '' } });
    await admin.call(endpoints.revokeInvitation, { params: { project, invitation: id } });
    expect((await new RestClient(server.url).ask(endpoints.acceptInvitation, { body: { token: tokenOf(url), account: account('Late') } })).status).toBe(410);
  });

  it('[INVITE4] a project keeps a lead', async () => {
    const only = await admin.ask(endpoints.changeRole, { params: { project, user: admin.me.user.id }, body: { role: 'observer' } });
    expect([only.status, only.problem?.type]).toEqual([409, 'LastLead']);
    const second = await join(admin, project, 'lead', 'Second lead');
    await admin.call(endpoints.removePerson, { params: { project, user: second.me.user.id } });
    expect((await second.ask(endpoints.project, { params: { project } })).status).toBe(404);
  });
});

describe('the surface', () => {
  it('[SURFACE1] pages and answers carry a strict content policy, and nothing is guessed of their type', async () => {
    const { headers } = await fetch(`${server.url}/healthz`);
    expect(headers.get('content-security-policy')).toMatch(/default-src 'self'; script-src 'self' 'wasm-unsafe-eval';.*frame-ancestors 'none'/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('[SURFACE2] what is malformed is refused in words, without an echo', async () => {
    const refused = await admin.ask(endpoints.invite, { params: { project }, body: { role: 'emperor', note: '<script>' } as never });
    expect(refused.status).toBe(400);
    expect(refused.problem?.message).toMatch(/role/);
    expect(JSON.stringify(refused.problem)).not.toMatch(/emperor|script/);
    const notJson = await fetch(`${server.url}/api/v1/sign-in`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' });
    expect([notJson.status, ((await notJson.json()) as { error: { type: string } }).error.type]).toEqual([400, 'Malformed']);
  });

  it('[RUN9] an idle connection is kept for longer than balancers keep theirs', async () => {
    const { headers } = await fetch(`${server.url}/healthz`);
    expect([headers.get('connection'), headers.get('keep-alive')]).toEqual(['keep-alive', 'timeout=75']);
  });

  it('[SURFACE3] it is ready, says so, and describes every route', async () => {
    expect(await (await fetch(`${server.url}/readyz`)).json()).toEqual({ isReady: true });
    const described = (await (await fetch(`${server.url}/api/v1/openapi.json`)).json()) as { paths: Record<string, Record<string, { operationId: string }>> };
    const names = Object.values(described.paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
    expect(names.sort()).toEqual(Object.keys(endpoints).sort());
  });

  it('[SURFACE4] figures are for administrators', async () => {
    expect((await fetch(`${server.url}/metrics`)).status).toBe(403);
    const { token } = await admin.call(endpoints.createToken, { body: { name: 'metrics' } });
    const figures = await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    expect(await figures.text()).toMatch(/consilium_relay_documents \d/);
  });

  it('[SURFACE5] no path leads out of the built pages', async () => {
    for (const path of ['/..%2fpackage.json', '/%2e%2e/server/main.ts', '/assets/..%2f..%2fpackage.json', '/%']) {
      const answer = await fetch(`${server.url}${path}`);
      expect([path, [404, 503].includes(answer.status) || /text\/html/.test(answer.headers.get('content-type') ?? '')]).toEqual([path, true]);
    }
  });
});
