import type { Browser } from 'playwright-core';
import { demonstrationFiles } from '@consilium/server/ingest/samples/demonstration.ts';
import { radiographFile } from '@consilium/server/ingest/samples/dicom-samples.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { ask } from '../../harness/ask.ts';
import { type Seat, takeSeat } from '../../harness/browser.ts';
import { join, signUp } from '../../harness/people.ts';
import type { ServerProcess } from '../../harness/server-process.ts';
import { assign, importFiles, makeProject, publish, read, write } from '../../harness/work.ts';
import { furnishSessions } from './panel-sessions.ts';
import { panelProtocol } from './panel-protocol.ts';
import { noteOps, panelReadings, readingOps, readingUnderWay } from './panel-readings.ts';

/** Two projects in full use and one that is new, with the people who are in them: a place to look at every screen. */
export interface Stage {
  readonly lead: Seat;
  readonly readers: readonly Seat[];
  readonly chair: Seat;
  /** the demonstration, led by Lead */
  readonly demonstration: string;
  /** chest radiographs, read by four */
  readonly panel: string;
  /** nothing in it, and a name as long as names may be */
  readonly empty: string;
  readonly items: Readonly<Record<string, string>>;
  readonly sessions: { readonly open: string; readonly signed: string };
  /** an invitation nobody has used */
  readonly invitation: string;
  leave(): Promise<void>;
}

const chests = [
  { seed: 11, heart: 1, domes: { right: 0.765, left: 0.795 }, nodule: { x: 268, y: 352, radius: 30 }, opacity: { x: 800, y: 700, radius: 105 } },
  { seed: 23, heart: 1.24, domes: { right: 0.8, left: 0.815 }, nodule: { x: 742, y: 300, radius: 22 }, opacity: { x: 250, y: 740, radius: 125 } },
];
const files = () => [
  ...['CXR-00412.dcm', 'CXR-00389.dcm', 'CXR-00377.dcm'].map((name, at) => radiographFile(name, at + 7, chests[at % 2]!)),
  ...demonstrationFiles().filter(({ name }) => name.endsWith('.txt')).slice(0, 2).map((file, at) => ({ ...file, name: `RPT-0073${at + 1}.txt` })),
];

export async function furnishStage(browser: Browser, server: ServerProcess): Promise<Stage> {
  const names = ['Lead', 'Chair', 'Reader A', 'Reader B', 'Reader C', 'Reader D'];
  const seats: Seat[] = [];
  for (const name of names) seats.push(await takeSeat(browser, name, server.port));
  const [lead, chair, ...readers] = seats as [Seat, Seat, ...Seat[]];
  await signUp(lead, server.adminLink);
  const demonstration = (await ask(lead, endpoints.createDemonstration)).project;
  const panel = await makeProject(lead, 'Chest triage 2026', { protocol: panelProtocol, plan: { readersPerItem: 4 } });
  const empty = await makeEmpty(lead);
  await join(lead, panel, chair, 'adjudicator');
  const users: string[] = [];
  for (const reader of readers) users.push(await join(lead, panel, reader, 'annotator'));
  const made = await importFiles(lead, panel, files());
  const items = Object.fromEntries(Object.entries(made).map(([name, id]) => [name.replace(/\.\w+$/, ''), id]));
  for (const name of ['CXR-00412', 'CXR-00377']) await readByAll(lead, readers, users, items[name]!);
  await assign(lead, panel, [items['CXR-00389']!, items['RPT-00731']!], users.slice(0, 2));
  await beginReading(readers[0]!, users[0]!, items['CXR-00389']!);
  await beginNote(readers[0]!, users[0]!, items['RPT-00731']!);
  await publish(lead, panel, { ...panelProtocol, rules: [...panelProtocol.rules, { id: 'tip', when: 'A line ends outside the film', decide: 'Mark where it leaves the film, and say so', order: 'a1' }] });
  const sessions = await furnishSessions({ panel, chair, readers, items: [items['CXR-00412']!, items['CXR-00377']!] });
  const invitation = (await ask(lead, endpoints.invite, { params: { project: panel }, body: { role: 'observer', note: 'A colleague from the audit office' } })).url;
  return {
    ...{ lead, readers, chair, demonstration, panel, empty, items, sessions, invitation },
    async leave() {
      for (const seat of seats) await seat.leave();
    },
  };
}

async function makeEmpty(lead: Seat): Promise<string> {
  const name = 'A retrospective, multi-centre comparison of low-dose computed tomography and radiography in adults';
  const objective = { question: 'Does the dose change what is found, and by whom?', detail: '' };
  const plan = { readersPerItem: 2, blinding: 'blind', queue: 'take-next', reservationMinutes: 120 } as const;
  return (await ask(lead, endpoints.createProject, { body: { name, objective, modalities: ['imaging'], plan } })).id;
}

async function readByAll(lead: Seat, readers: readonly Seat[], users: readonly string[], item: string): Promise<void> {
  const { project, sources } = await ask(lead, endpoints.item, { params: { item } });
  await assign(lead, project, [item], users);
  for (const [at, reader] of readers.entries()) await read(reader, item, users[at]!, readingOps(panelReadings[at]!, sources[0]!.sha256));
}

async function beginNote(reader: Seat, user: string, item: string): Promise<void> {
  const { sources } = await ask(reader, endpoints.item, { params: { item } });
  await ask(reader, endpoints.openItem, { params: { item }, body: { protocolVersion: 1 } });
  const { bytes } = files().find(({ name }) => name === 'RPT-00731.txt')!;
  await write(reader, `reading/${item}/${user}`, noteOps(new TextDecoder().decode(bytes), sources[0]!.sha256));
}

/** Half a case: marks drawn, one of them flagged, a remark on it, one question open. */
async function beginReading(reader: Seat, user: string, item: string): Promise<void> {
  const { sources } = await ask(reader, endpoints.item, { params: { item } });
  await ask(reader, endpoints.openItem, { params: { item }, body: { protocolVersion: 1 } });
  await write(reader, `reading/${item}/${user}`, readingOps(readingUnderWay, sources[0]!.sha256));
  const body = { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'Silhouette sign on the right hemidiaphragm. Is the margin drawn to the air bronchogram or past it?' }] }] };
  const anchor = { type: 'annotation', annotation: 'mark-2' as never } as const; // the id given in readingOps
  await write(reader, `discussion/${item}/${user}`, [{ type: 'add comment', comment: { id: 'remark', body, anchor, at: new Date().toISOString(), mentions: [] } }]);
}
