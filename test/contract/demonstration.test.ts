import { applyOps } from '@consilium/shared/document/apply.ts';
import { readDocument } from '@consilium/shared/document/read.ts';
import { mapOf, roots } from '@consilium/shared/document/roots.ts';
import { isDisagreement } from '@consilium/shared/consensus/comparison.ts';
import { proposals } from '@consilium/shared/consensus/proposals.ts';
import { settleOps } from '@consilium/shared/consensus/settle.ts';
import { unzip } from '@consilium/shared/formats/zip.ts';
import { expectOk } from '@consilium/shared/kernel/result.ts';
import { readComparison } from '@consilium/server/work/compare-item.ts';
import { hashOfValues, itemAtHand, protocolOf, valuesOf } from '@consilium/server/work/compared-item.ts';
import { createDemonstration } from '@consilium/server/work/demonstration.ts';
import { exportProject } from '@consilium/server/work/export.ts';
import { importBundle } from '@consilium/server/work/import-bundle.ts';
import { minutesText } from '@consilium/server/work/minutes-text.ts';
import { projectAgreement } from '@consilium/server/work/project-agreement.ts';
import { closeRound, openRound } from '@consilium/server/work/rounds.ts';
import type { SignedIn } from '@consilium/server/work/services.ts';
import { closeSession, joinSession } from '@consilium/server/work/sessions.ts';
import { openSession } from '@consilium/server/work/sessions-open.ts';
import { signConsensus } from '@consilium/server/work/signatures.ts';
import { readTimeline } from '@consilium/server/work/timeline.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenServices, openServices } from '../harness/services.ts';

let here: OpenServices;
let lead: SignedIn;
let project: string;
let compared: string[];
let session: string;

beforeAll(async () => {
  here = await openServices();
  lead = await here.person('lead', true);
  project = expectOk(await createDemonstration(here.services, lead), 'demonstration').project;
  const rows = await here.services.db.selectFrom('items').select('id').where('phase', '=', 'compared').orderBy('created_at').orderBy('id').execute();
  compared = rows.map((row) => row.id);
}, 120_000);
afterAll(() => here?.close());

const bytesOf = async (stream: ReadableStream<Uint8Array>): Promise<Uint8Array> => new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());
const exported = async (world: OpenServices, person: SignedIn, id: string, format: 'coco' | 'brat' | 'jsonl' | 'bundle') => bytesOf(expectOk(await exportProject(world.services, person, id, format), format).stream);
const filesOf = (zip: Uint8Array): ReadonlyMap<string, Uint8Array> => expectOk(unzip(zip, 2 ** 30), 'zip');
const textOf = (files: ReadonlyMap<string, Uint8Array>, path: string): string => new TextDecoder().decode(files.get(path));

describe('the demonstration and the way through it', () => {
  it('[DEMO1] has compared items that disagree in every way, and items that wait for the lead', async () => {
    expect(compared).toHaveLength(5);
    const types = new Set<string>();
    for (const item of compared) for (const row of expectOk(await readComparison(here.services, lead, item), item).comparison.rows) types.add(row.type);
    expect([...types].sort()).toEqual(['agree', 'attribute differs', 'extent differs', 'found by some', 'label differs']);
    const mine = await here.services.db.selectFrom('assignments').select('state').where('user_id', '=', lead.id).execute();
    expect(mine.map((one) => one.state)).toEqual(Array.from({ length: 6 }, () => 'assigned'));
  });
  it('[DEMO2] gives figures with their n and interval', async () => {
    const { agreement, items } = expectOk(await projectAgreement(here.services, lead, project), 'agreement');
    expect(items).toBe(5);
    expect(agreement.item.krippendorff_alpha_nominal).toMatchObject({ n: expect.any(Number), low: expect.any(Number), high: expect.any(Number) });
    expect(Object.keys(agreement.item).sort()).toEqual(['cohen_kappa', 'f1', 'fleiss_kappa', 'gwet_ac1', 'krippendorff_alpha_nominal', 'mean_iou', 'percent_agreement']);
  });
  it('[MEETING1] a session reveals its items and begins each consensus with what all agree on', async () => {
    const opened = expectOk(await openSession(here.services, lead, project, { name: 'Panel', items: compared.slice(0, 2), rule: { rule: 'majority', quorum: 1 } }), 'session');
    session = opened.id;
    const phases = await here.services.db.selectFrom('items').select('phase').where('id', 'in', compared.slice(0, 2)).execute();
    expect(phases.map((one) => one.phase)).toEqual(['revealed', 'revealed']);
    const { comparison } = expectOk(await readComparison(here.services, lead, compared[0]!), 'comparison');
    const agreed = comparison.rows.filter((row) => row.subject === 'finding' && row.type === 'agree').length;
    expect((await valuesOf(here.services, `consensus/${compared[0]}`)).annotations).toHaveLength(agreed);
    const waiting = await openSession(here.services, lead, project, { name: 'Too early', items: [(await here.services.db.selectFrom('items').select('id').where('phase', '=', 'reading').executeTakeFirstOrThrow()).id], rule: { rule: 'majority', quorum: 1 } });
    expect(waiting).toMatchObject({ ok: false, error: { type: 'NotReady' } });
  });
  it('[MEETING2] ballots stay sealed until the round closes, then all are published at once and settled', async () => {
    const item = compared[0]!;
    const { comparison } = expectOk(await readComparison(here.services, lead, item), 'comparison');
    const row = comparison.rows.find((one) => one.subject === 'finding' && isDisagreement(one))!;
    const { modality, meta } = (await itemAtHand(here.services, item))!;
    const options = proposals(row, { modality, meta, protocol: (await protocolOf(here.services, project))!.content, nameOf: (reader) => reader });
    const chair = { ...(await here.person('guest')) };
    await here.services.db.insertInto('memberships').values({ project_id: project, user_id: chair.id, role: 'adjudicator', created_at: here.services.clock() }).execute();
    expectOk(await joinSession(here.services, chair, session), 'join');
    expectOk(await openRound(here.services, lead, session, row.id, { item, options }), 'round');
    expect(await openRound(here.services, lead, session, row.id, { item, options })).toMatchObject({ ok: false, error: { type: 'RoundOpen' } });
    for (const [person, choice] of [[lead, options[0]!.id], [chair, options[0]!.id]] as const) {
      await here.services.relay.write(`ballot/${session}/${row.id}/${person.id}`, (doc) => mapOf(doc, roots.ballot).set('choice', choice), person.id);
    }
    await expect.poll(async () => (mapOf(await here.services.relay.read(`session/${session}`), roots.published).get(`round/${row.id}`) as { voted: string[] }).voted, { timeout: 15_000 }).toHaveLength(2);
    const sealed = mapOf(await here.services.relay.read(`session/${session}`), roots.published).get(`round/${row.id}`);
    expect(sealed).not.toHaveProperty('ballots');
    expect(await closeSession(here.services, lead, session)).toMatchObject({ ok: false, error: { type: 'RoundOpen' } });
    const round = expectOk(await closeRound(here.services, lead, session, row.id, undefined), 'closing');
    expect(round).toMatchObject({ state: 'closed', outcome: { option: options[0]!.id } });
    expect(mapOf(await here.services.relay.read(`session/${session}`), roots.published).get(`round/${row.id}`)).toEqual(round);
    await here.services.relay.write(`consensus/${item}`, (doc) => applyOps(doc, settleOps(row, options[0]!, 1, readDocument(doc), here.services.clock()), 'me'), lead.id);
  });
  it('[SIGN1] signing asks for the password and the hash of what stands there, and freezes', async () => {
    const item = compared[0]!;
    const hash = hashOfValues(await valuesOf(here.services, `consensus/${item}`));
    const wanted = { password: 'right password', meaning: 'I approve this consensus', hash };
    expect(await signConsensus(here.services, lead, session, item, { ...wanted, password: 'wrong' })).toMatchObject({ ok: false, error: { type: 'WrongPassword' } });
    expect(await signConsensus(here.services, lead, session, item, { ...wanted, hash: 'a'.repeat(64) })).toMatchObject({ ok: false, error: { type: 'OutOfStep' } });
    expect(expectOk(await signConsensus(here.services, lead, session, item, wanted), 'signature')).toMatchObject({ isFrozen: true, signature: { hash, meaning: wanted.meaning } });
    expect(await signConsensus(here.services, lead, session, item, wanted)).toMatchObject({ ok: false, error: { type: 'Signed' } });
    expect((await here.services.log.load(`consensus/${item}`)).isFrozen).toBe(true);
  });
  it('[MIN1] the minutes say who did what; the timeline replays it to the same content', async () => {
    expectOk(await closeSession(here.services, lead, session), 'closing');
    const text = expectOk(await minutesText(here.services, lead, session), 'minutes');
    for (const words of ['# Panel', 'Round 1 over', 'Signed the consensus of', 'wrong password', 'Session closed']) expect(text).toContain(words);
    const { updates } = expectOk(await readTimeline(here.services, lead, session), 'timeline');
    expect(updates.length).toBeGreaterThan(4);
    expect(updates.map((one) => one.at)).toEqual(updates.map((one) => one.at).toSorted());
  });
});

describe('what leaves', () => {
  it('[EXP1] [JSONL1] COCO, brat and JSON Lines hold every item that is theirs, empty ones too', async () => {
    const coco = filesOf(await exported(here, lead, project, 'coco'));
    const consensus = JSON.parse(textOf(coco, 'consensus.json')) as { images: unknown[]; annotations: { segmentation: number[][] }[] };
    expect(consensus.images.length).toBeGreaterThan(0);
    expect(consensus.annotations.every((one) => one.segmentation[0]!.length >= 6)).toBe(true);
    const brat = filesOf(await exported(here, lead, project, 'brat'));
    expect([...brat.keys()].filter((path) => path.endsWith('.ann')).length).toBe([...brat.keys()].filter((path) => path.endsWith('.txt')).length);
    const lines = textOf(filesOf(await exported(here, lead, project, 'jsonl')), 'items.jsonl').trimEnd().split('\n').map((line) => JSON.parse(line) as { readings: unknown[] });
    expect(lines).toHaveLength(11);
    expect(lines.filter((line) => line.readings.length === 0), 'items the lead still reads blind').toHaveLength(6);
  });
  it('[BUNDLE3] [BUNDLE4] [BUNDLE5] another installation gives back equal values, again as a copy; [BUNDLE2] a damaged bundle is refused whole', async () => {
    const zip = await exported(here, lead, project, 'bundle');
    const there = await openServices();
    try {
      const other = await there.person('other-lead', true);
      const damaged = zip.slice();
      const name = new TextEncoder().encode('sources/');
      const at = damaged.findIndex((_, index) => name.every((letter, offset) => damaged[index + offset] === letter));
      damaged[at + 400]! ^= 1;
      expect(await importBundle(there.services, other, damaged)).toMatchObject({ ok: false, error: { type: 'BadBundle' } });
      expect(await there.services.db.selectFrom('projects').select('id').execute()).toEqual([]);
      const imported = expectOk(await importBundle(there.services, other, zip), 'import');
      expect(imported).toEqual({ project, items: 11 });
      const again = filesOf(await exported(there, other, project, 'bundle'));
      const first = filesOf(zip);
      for (const path of [...first.keys()].filter((one) => /^(items|sources)\//.test(one))) expect(textOf(again, path), path).toEqual(textOf(first, path));
      const copy = expectOk(await importBundle(there.services, other, zip), 'a copy');
      expect(copy.project).not.toBe(project);
      const item = await there.services.db.selectFrom('items').select('id').where('project_id', '=', copy.project).where('phase', '=', 'signed').executeTakeFirstOrThrow();
      expect(hashOfValues(await valuesOf(there.services, `consensus/${item.id}`))).toBe(hashOfValues(await valuesOf(here.services, `consensus/${compared[0]}`)));
    } finally {
      await there.close();
    }
  }, 120_000);
});
