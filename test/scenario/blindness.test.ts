import type { Op } from '@consilium/shared/document/op.ts';
import { rationaleRoot } from '@consilium/shared/document/roots.ts';
import { unzip } from '@consilium/shared/formats/zip.ts';
import type { Endpoint } from '@consilium/shared/wire/rest/endpoint.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { assign, change, createProject, hashOf, importFiles, join, publish, type Signed, write } from '../harness/people-at-work.ts';
import { awareness } from '../harness/bombs.ts';
import { aLabel, anAnnotation, aProtocol, aSpan } from '../harness/readings.ts';
import { password, RestClient, signUp } from '../harness/rest-client.ts';
import { type RunningServer, startServer } from '../harness/server.ts';
import { hello, WireClient } from '../harness/wire-client.ts';

const askers = ['administrator', 'lead', 'ana', 'boris', 'unassigned', 'adjudicator', 'trainer', 'observer', 'stranger', 'nobody'] as const;
type Asker = (typeof askers)[number];
const phases = ['unassigned', 'reading', 'one submitted', 'both submitted', 'ballot open', 'settled', 'signed'] as const;
type Phase = (typeof phases)[number];

/** What only some may know, each word in one place; named by whose it is. */
const words = {
  'reading ana': 'kinkajoureadingana', 'reading boris': 'kinkajoureadingboris', 'discussion ana': 'kinkajoudiscussionana', 'discussion boris': 'kinkajoudiscussionboris',
  'ballot ana': 'kinkajouballotana', 'ballot adjudicator': 'kinkajouballotadjudicator', 'ballot trainer': 'kinkajouballottrainer', 'session all': 'kinkajourationale',
  'presence ana': 'kinkajoupresenceana', // while Ana reads blind
} as const;
type Secret = keyof typeof words;

const reviewers: readonly Asker[] = ['administrator', 'lead', 'adjudicator'];
const inSession: readonly Asker[] = ['lead', 'ana', 'adjudicator', 'trainer'];
const voters = ['ana', 'adjudicator', 'trainer'] as const;
const readers = ['ana', 'boris'] as const;

/** Who may know what when: PERM1 to PERM7 and the documents' table, written out again and not asked of the policy. */
function mayKnow(asker: Asker, secret: Secret, phase: Phase): boolean {
  const [kind, owner] = secret.split(' ') as [string, string];
  const at = phases.indexOf(phase);
  const isRevealed = at >= phases.indexOf('ballot open');
  if (asker === 'stranger' || asker === 'nobody') return false; // PERM1
  if (kind === 'presence') return false; // PERM8: no document that a blind reader has open carries it
  if (asker === owner) return true;
  const isReviewer = reviewers.includes(asker);
  if (kind === 'session') return isReviewer || inSession.includes(asker); // PERM7
  if (kind === 'ballot') return at >= phases.indexOf('settled') && (isReviewer || inSession.includes(asker)); // PERM6, then published
  if (kind === 'discussion') return isReviewer || (isRevealed && (asker === 'ana' || asker === 'boris'));
  const isSubmitted = at >= phases.indexOf(owner === 'ana' ? 'one submitted' : 'both submitted');
  return isRevealed ? asker !== 'unassigned' : isReviewer && isSubmitted; // PERM4, PERM3
}

let server: RunningServer;
const people = new Map<Asker, RestClient>();
const signed = (asker: Asker): Signed => people.get(asker) as Signed; // all but nobody are
const idOf = (asker: Asker): string => signed(asker).me.user.id;
let [project, item, source, imported, session, row] = ['', '', '', '', 'none', 'none'];

beforeAll(async () => {
  server = await startServer();
  const administrator = await signUp(server, server.adminLink ?? '', 'Administrator');
  project = await createProject(administrator);
  const lead = await join(administrator, project, 'lead', 'lead');
  people.set('administrator', administrator).set('lead', lead).set('nobody', new RestClient(server.url));
  await lead.call(endpoints.removePerson, { params: { project, user: administrator.me.user.id } }); // no member any more, and still an administrator
  for (const name of ['ana', 'boris', 'unassigned'] as const) people.set(name, await join(lead, project, 'annotator', name));
  for (const role of ['adjudicator', 'trainer', 'observer'] as const) people.set(role, await join(lead, project, role, role));
  people.set('stranger', await join(administrator, await createProject(administrator), 'annotator', 'stranger'));
  await publish(lead, project, aProtocol({ labels: [aLabel('nodule', 'Nodule')] }));
  const made = await importFiles(lead, project, [{ name: 'note.txt', bytes: new TextEncoder().encode('A note.') }]);
  [item, source, imported] = [made.items[0]?.id ?? '', made.files[0]?.sha256 ?? '', made.import];
}, 120_000);
afterAll(() => server.stop());

const say = (text: string) => ({ type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] });
const setBallot = (key: string, value: string): Op => ({ type: 'set value', root: 'ballot', key, value });
const submit = async (asker: (typeof readers)[number]) => {
  const hash = hashOf(await write(signed(asker), `reading/${item}/${idOf(asker)}`, []));
  await signed(asker).call(endpoints.submit, { params: { item }, body: { hash, protocolVersion: 1 } });
};

/** What happens on the way into each phase. */
const steps: Readonly<Record<Phase, () => Promise<void>>> = {
  unassigned: async () => undefined,
  reading: async () => {
    await assign(signed('lead'), project, [item], [idOf('ana'), idOf('boris')]);
    for (const asker of readers) {
      await signed(asker).call(endpoints.openItem, { params: { item }, body: { protocolVersion: 1 } });
      const mark = { ...anAnnotation(`of-${words[`reading ${asker}`]}`, 'nodule', aSpan(0, asker === 'ana' ? 3 : 6)), source: source as never, flag: { reason: words[`reading ${asker}`] } };
      await write(signed(asker), `reading/${item}/${idOf(asker)}`, [{ type: 'add annotation', annotation: mark }]);
      const comment = { id: `by-${words[`discussion ${asker}`]}`, body: say(words[`discussion ${asker}`]), anchor: { type: 'item' }, at: '2026-01-01T00:00:00.000Z', mentions: [] } as const;
      await write(signed(asker), `discussion/${item}/${idOf(asker)}`, [{ type: 'add comment', comment }]);
    }
    for (const document of [`reading/${item}/${idOf('ana')}`, `discussion/${item}/${idOf('ana')}`, `item/${item}`]) await showPresence('ana', document);
  },
  'one submitted': () => submit('ana'),
  'both submitted': () => submit('boris'),
  'ballot open': async () => {
    const lead = signed('lead');
    session = (await lead.call(endpoints.openSession, { params: { project }, body: { name: 'Panel', items: [item], rule: { rule: 'majority', quorum: 1 } } })).id;
    for (const voter of voters) await signed(voter).call(endpoints.joinSession, { params: { session } });
    row = (await lead.call(endpoints.comparison, { params: { item } })).comparison.rows[0]?.id ?? '';
    await lead.call(endpoints.openRound, { params: { session, row }, body: { item, options: [{ id: 'x', text: 'X', kind: 'none' }, { id: 'y', text: 'Y', kind: 'none' }] } });
    for (const asker of voters) await write(signed(asker), `ballot/${session}/${row}/${idOf(asker)}`, [setBallot('choice', 'x'), setBallot('reason', words[`ballot ${asker}`])]);
    await change(lead, `session/${session}`, (doc) => doc.getXmlFragment(rationaleRoot(row)).insert(0, [new Y.XmlText(words['session all'])]));
  },
  settled: async () => void (await signed('lead').call(endpoints.closeRound, { params: { session, row }, body: {} })),
  signed: async () => {
    const hash = hashOf(await write(signed('lead'), `consensus/${item}`, []));
    await signed('lead').call(endpoints.sign, { params: { session, item }, body: { password, meaning: 'I approve', hash } });
  },
};

const documents = (): string[] => [
  ...readers.flatMap((reader) => [`reading/${item}/${idOf(reader)}`, `discussion/${item}/${idOf(reader)}`]),
  ...voters.map((member) => `ballot/${session}/${row}/${idOf(member)}`),
  `consensus/${item}`, `item/${item}`, `session/${session}`, `protocol/${project}`,
];

/** What a page says of its person's cursor, on a socket of that document if there is one to be had. */
async function showPresence(asker: Asker, document: string): Promise<void> {
  const client = onSocket(asker, document);
  await client.until(() => client.closed !== undefined || client.framesOf('step1').length > 0, 'an answer');
  if (client.closed === undefined) {
    client.send(hello(++clientIds));
    await client.until(() => client.closed !== undefined || client.framesOf('welcome').length > 0, 'a welcome');
    client.send({ type: 'awareness', update: awareness([[clientIds, 1, JSON.stringify({ at: words['presence ana'] })]]) });
    client.send({ type: 'step1', stateVector: Uint8Array.of(0) });
    await client.until(() => client.closed !== undefined || client.framesOf('step2').length > 0, 'what came after it');
  }
  client.close();
}
let clientIds = 900_000;

interface Surface {
  readonly name: string;
  heard(asker: Asker): Promise<Uint8Array>;
}

/** Every GET of the table with everything there is to name, metrics, batch pull, and a socket on every document. */
function surfaces(): Surface[] {
  const params: Record<string, string> = { project, item, session, version: '1', sha256: source, import: imported, token: 'none' };
  const gets = Object.entries(endpoints as Readonly<Record<string, Endpoint>>).filter(([, { method }]) => method === 'GET');
  const queries = (name: string): string[] => {
    if (name === 'exportProject') return ['coco', 'brat', 'jsonl', 'bundle'].map((format) => `format=${format}`);
    return name === 'authors' ? documents().map((document) => `name=${encodeURIComponent(document)}`) : name === 'audit' ? ['limit=500'] : [''];
  };
  const paths = gets.flatMap(([name, { path }]) => queries(name).map((query) => `/api/v1${path.replaceAll(/:(\w+)/g, (_, part: string) => params[part] ?? 'none')}?${query}`));
  return [
    ...[...paths, '/metrics', '/healthz', '/readyz', '/api/v1/openapi.json'].map((path): Surface => ({ name: path, heard: (asker) => got(asker, path) })),
    ...documents().map((document): Surface => ({ name: `pull ${document}`, heard: (asker) => got(asker, '/api/v1/documents/pull', document) })),
    ...documents().map((document): Surface => ({ name: `socket ${document}`, heard: (asker) => overSocket(asker, document) })),
  ];
}

async function got(asker: Asker, path: string, pulled?: string): Promise<Uint8Array> {
  const { cookie } = people.get(asker)!;
  const pull = endpoints.pull;
  const address = pulled === undefined ? path : `/api/v1${pull.path}`;
  const asked = pulled === undefined ? {} : { method: pull.method, body: JSON.stringify({ documents: [{ name: pulled, stateVector: '' }] }) };
  const response = await fetch(`${server.url}${address}`, { headers: { cookie, 'content-type': 'application/json' }, ...asked });
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (response.headers.get('content-type')?.includes('zip') === true) return Buffer.concat([...unzipped(bytes)]);
  const encoded = [...Buffer.from(bytes).toString('latin1').matchAll(/"update":"([A-Za-z0-9+/=]+)"/g)].map(([, text]) => Buffer.from(text ?? '', 'base64'));
  return Buffer.concat([bytes, ...encoded]);
}

/** Says hello, asks for everything and for presence, and listens until the line is quiet. */
async function overSocket(asker: Asker, document: string): Promise<Uint8Array> {
  const client = onSocket(asker, document);
  const heard = everythingOn(client);
  await client.until(() => client.closed !== undefined || client.framesOf('step1').length > 0, 'an answer');
  if (client.closed === undefined) {
    client.send({ type: 'step1', stateVector: Uint8Array.of(0) });
    client.send({ type: 'queryAwareness' });
    await client.frame('step2');
  }
  client.close();
  return Buffer.concat(heard);
}

function onSocket(asker: Asker, document: string): WireClient {
  const { cookie } = people.get(asker)!;
  return new WireClient(`${server.url.replace('http', 'ws')}/sync/${document}`, false, { cookie, origin: server.url });
}

function everythingOn({ socket }: WireClient): Uint8Array[] {
  const heard: Uint8Array[] = [];
  socket.on('message', (data: Buffer) => heard.push(data));
  socket.on('close', (_code, reason: Buffer) => heard.push(reason));
  return heard;
}

interface Listening {
  readonly asker: Asker;
  readonly document: string;
  readonly heard: readonly Uint8Array[];
  /** frames it had when it was up to date */
  readonly before: number;
  stop(): void;
}

/** Sockets that stay open on every document that there is, while what leads into the next phase happens. */
const listenEverywhere = (): Promise<readonly Listening[]> =>
  Promise.all(
    documents().flatMap((document) =>
      askers.map(async (asker): Promise<Listening> => {
        const client = onSocket(asker, document);
        const heard = everythingOn(client);
        await client.until(() => client.closed !== undefined || client.framesOf('step1').length > 0, 'an answer', 20_000);
        return { asker, document, heard, before: heard.length, stop: () => client.close() };
      }),
    ),
  );

describe('who knows what when', () => {
  let cells = 0;
  for (const phase of phases) {
    it(`[PERM13] ${phase}: nobody hears on any surface what is not theirs to know yet`, async () => {
      const open = await listenEverywhere();
      await steps[phase]();
      await new Promise((done) => setTimeout(done, 200)); // what was on its way
      for (const { stop } of open) stop();
      const isBlind = phases.indexOf(phase) <= phases.indexOf('both submitted');
      const isTheirs = (asker: Asker, document: string) => document.endsWith(idOf(asker === 'nobody' ? 'stranger' : asker)) || (document.startsWith('discussion/') && reviewers.includes(asker));
      const told = open.filter(({ asker, document, heard, before }) => isBlind && heard.length > before && !isTheirs(asker, document));
      expect(told.map(({ asker, document }) => `${asker} hears that something happens, on ${document}`)).toEqual([]);
      const leaks: string[] = [];
      const known = new Set<string>();
      const keptOpen = documents().map((document): Surface => ({ name: `a socket kept open on ${document}`, heard: async (asker) => Buffer.concat(open.filter((one) => one.asker === asker && one.document === document).flatMap(({ heard }) => heard)) }));
      for (const surface of [...surfaces(), ...keptOpen])
        await Promise.all(
          askers.map(async (asker) => {
            const bytes = Buffer.from(await surface.heard(asker));
            for (const secret of Object.keys(words) as Secret[]) {
              cells += 1;
              if (!bytes.includes(words[secret])) continue;
              if (mayKnow(asker, secret, phase)) known.add(`${asker}: ${secret}`);
              else leaks.push(`${asker} learns ${secret} from ${surface.name}`);
            }
          }),
        );
      expect(leaks).toEqual([]);
      expect([...known].sort()).toEqual(expected(phase));
      console.info(`blindness: ${phase}: ${cells} cells so far, ${known.size} rights used, ${leaks.length} leaks`);
    }, 120_000);
  }
});

/** Every right there is at a phase is used on some surface, so that silence is no accident. */
function expected(phase: Phase): string[] {
  const since: Readonly<Record<string, Phase>> = { reading: 'reading', discussion: 'reading', ballot: 'ballot open', session: 'ballot open' };
  const there = (Object.keys(words) as Secret[]).filter((secret) => phases.indexOf(phase) >= phases.indexOf(since[secret.split(' ')[0] ?? ''] ?? 'signed'));
  return askers.flatMap((asker) => there.filter((secret) => mayKnow(asker, secret, phase)).map((secret) => `${asker}: ${secret}`)).sort();
}

function* unzipped(bytes: Uint8Array): Generator<Uint8Array> {
  const files = unzip(bytes, 2 ** 26);
  if (files.ok) yield* files.value.values();
}
