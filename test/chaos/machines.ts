import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import * as Y from 'yjs';
import { environmentOf, type OwnEngines, startOwnEngines } from '../harness/engines/own.ts';
import { s3Config } from '../harness/engines/shared.ts';
import { createProject, join } from '../harness/people-at-work.ts';
import { RestClient, signUp } from '../harness/rest-client.ts';
import { type RunningServer, startServer } from '../harness/server.ts';
import { freePort } from '../harness/server-process.ts';
import { served, SteadyWriter } from '../harness/steady-writer.ts';
import { type Link, openLink } from '../harness/link.ts';
import { Importer } from './importer.ts';
import type { Fault, Site, Suffered } from './machine-faults.ts';

export interface MachineFigures {
  readonly acknowledged: number;
  readonly lost: number;
  readonly complaints: readonly string[];
  /** copies of a document, of writers and as each relay serves it, that are not equal to the first */
  readonly unequal: number;
  /** projects that were answered for and are not there, or not in the audit trail */
  readonly missing: number;
  readonly isTrailWhole: boolean;
  /** what became of files that were brought meanwhile; missing: told to be there and not given whole by every relay */
  readonly files: { readonly imported: number; readonly missing: number; readonly halves: number; readonly complaints: readonly string[]; readonly triedAgain: number; readonly longestMs: number };
  /** whether every process that was not killed is still the one that was started */
  readonly hasCrashed: boolean;
  readonly suffered: readonly Suffered[];
}

/** Two real servers on one PostgreSQL, Redis and S3; eight people on both write while relays and engines are killed. `undefined` where there are no engines. */
export async function wearOut(faults: readonly Fault[]): Promise<MachineFigures | undefined> {
  const engines = await startOwnEngines();
  if (engines === undefined) return undefined;
  const s3 = await s3Config();
  const store = s3 === undefined ? undefined : await openLink(Number(new URL(s3.endpoint).port), '127.0.0.1');
  const env = environmentOf(engines, s3 === undefined || store === undefined ? undefined : { ...s3, endpoint: store.url });
  try {
    return await withServers(engines, store, env, faults);
  } finally {
    await store?.close();
    engines.clear();
  }
}

async function withServers(engines: OwnEngines, store: Link | undefined, env: Readonly<Record<string, string>>, faults: readonly Fault[]): Promise<MachineFigures> {
  const ports = [await freePort(), await freePort()];
  const servers: RunningServer[] = [];
  const start = (at: number): Promise<RunningServer> => startServer({ port: ports[at]!, env, ...(servers[at] === undefined ? {} : { dataDir: servers[at].dataDir }) });
  servers.push(await start(0));
  const lead = await signUp(servers[0]!, servers[0]!.adminLink ?? '', 'Lead');
  servers.push(await start(1));
  const projects = [await createProject(lead), await createProject(lead)];
  const writers = await Promise.all(Array.from({ length: 8 }, async (_, at) => {
    const project = projects[(at >> 1) % 2]!;
    const person = await join(lead, project, 'lead', `Lead ${at}`);
    return { project, writer: new SteadyWriter(ports.map((port) => urlOf(port, project)), person.cookie, 5000 + at, 25) };
  }));
  const site: Site = { engines, store, servers, restart: async (at) => void (servers[at] = await start(at)), writers: writers.map(({ writer }) => writer), cookie: lead.cookie };
  const onEach = servers.map(({ url }) => Object.assign(new RestClient(url), { cookie: lead.cookie }));
  const founder = new Founder(onEach);
  const importer = new Importer(onEach, projects[0]!);
  const suffered: Suffered[] = [];
  for (const fault of faults) suffered.push(await fault(site));
  for (const { writer } of writers) await writer.finish(60_000);
  await Promise.all([founder.finish(), importer.finish()]);
  const states = await Promise.all(projects.map(async (project) => {
    const copies = await Promise.all(ports.map((port) => served(urlOf(port, project), lead.cookie)));
    const own = writers.filter((one) => one.project === project).map(({ writer }) => writer);
    await settled(own, copies[0]!);
    const kept = new Set(copies[0]!.getMap('draft').keys());
    return {
      unequal: [...copies, ...own.map(({ doc }) => doc)].filter((doc) => !isEqual(doc, copies[0]!)).length,
      lost: own.flatMap((writer) => [...writer.acknowledged]).filter((key) => !kept.has(key)).length,
    };
  }));
  const { isIntact } = await lead.call(endpoints.verifyAudit);
  const missing = await founder.missing();
  const { imported, complaints, triedAgain, longestMs } = importer;
  const files = { imported: imported.length, missing: await importer.missing(), halves: importer.halves, complaints, triedAgain, longestMs };
  for (const { writer } of writers) writer.leave();
  const hasCrashed = servers.some((server) => !server.isRunning());
  for (const server of servers) await server.stop();
  return {
    acknowledged: writers.reduce((sum, { writer }) => sum + writer.acknowledged.size, 0),
    lost: states.reduce((sum, { lost }) => sum + lost, 0),
    unequal: states.reduce((sum, { unequal }) => sum + unequal, 0),
    complaints: writers.flatMap(({ writer }) => writer.complaints),
    missing, files, isTrailWhole: isIntact, hasCrashed, suffered,
  };
}

const urlOf = (port: number, project: string): string => `ws://127.0.0.1:${port}/sync/protocol/${project}`;

const isEqual = (one: Y.Doc, other: Y.Doc): boolean => Y.equalSnapshots(Y.snapshot(one), Y.snapshot(other));

/** Waits until what the others wrote last has reached everybody: news by the bus, or by the look at the log every 2 s. */
async function settled(writers: readonly SteadyWriter[], served: Y.Doc): Promise<void> {
  const end = Date.now() + 10_000;
  while (writers.some(({ doc }) => !isEqual(doc, served)) && Date.now() < end) await new Promise((done) => setTimeout(done, 50));
}

/** Makes projects all the time, on one server and the other: work that goes through REST, transactions and the audit trail. */
class Founder {
  private readonly made = new Set<string>();
  private readonly clients: readonly RestClient[];
  private isOver = false;
  private readonly working: Promise<void>;

  constructor(clients: readonly RestClient[]) {
    this.clients = clients;
    this.working = this.work();
  }

  private async work(): Promise<void> {
    for (let turn = 0; !this.isOver; turn++) {
      const made = await createProject(this.clients[turn % this.clients.length]!).catch(() => undefined); // a fault lasts: not answered for
      if (made !== undefined) this.made.add(made);
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  async finish(): Promise<void> {
    this.isOver = true;
    await this.working;
  }

  /** How many that were answered for are not there, or have not the line of their making. */
  async missing(): Promise<number> {
    const [client] = this.clients;
    let missing = 0;
    for (const project of this.made) {
      const { value } = await client!.ask(endpoints.audit, { params: { project } });
      if (value?.rows.filter(({ action }) => action === 'project.created').length !== 1) missing++;
    }
    return this.made.size === 0 ? 1 : missing;
  }
}
