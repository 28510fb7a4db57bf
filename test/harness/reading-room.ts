import type { ProtocolContent } from '@consilium/shared/domain/protocol.ts';
import type { Browser } from 'playwright-core';
import { launchBrowser, type Seat, takeSeat } from './browser.ts';
import { join, signUp } from './people.ts';
import { radiographs } from './samples.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';
import { assign, importFiles, makeProject, plainProtocol } from './work.ts';

/** A server, a lead, a project with radiographs to read, and readers at seats of their own. */
export interface ReadingRoom {
  readonly server: ServerProcess;
  readonly browser: Browser;
  readonly lead: Seat;
  readonly project: string;
  /** item ids, in the order of `film-1`, `film-2`, … */
  readonly items: readonly string[];
  readonly readers: readonly Seat[];
  /** user ids of the readers */
  readonly users: readonly string[];
  leave(): Promise<void>;
}

interface Furniture {
  readonly readers?: number;
  readonly items?: number;
  readonly blinding?: 'blind' | 'open';
  readonly protocol?: ProtocolContent;
}

export async function openReadingRoom({ readers: count = 1, items: films = 1, blinding = 'blind', protocol = plainProtocol }: Furniture = {}): Promise<ReadingRoom> {
  const [server, browser] = await Promise.all([startServerProcess(), launchBrowser()]);
  const lead = await takeSeat(browser, 'Lead', server.port);
  await signUp(lead, server.adminLink);
  const project = await makeProject(lead, 'Things break', { protocol, plan: { readersPerItem: count } });
  const readers: Seat[] = [];
  const users: string[] = [];
  for (let i = 0; i < count; i++) {
    const reader = await takeSeat(browser, `Reader ${'ABCDEF'[i]}`, server.port);
    users.push(await join(lead, project, reader, 'annotator'));
    readers.push(reader);
  }
  const files = radiographs(Array.from({ length: films }, (_, i) => i + 1), 'film');
  const made = await importFiles(lead, project, files);
  const items = files.map(({ name }) => made[name.replace(/\.dcm$/, '')] ?? '');
  await assign(lead, project, items, users, blinding);
  return {
    ...{ server, browser, lead, project, items, readers, users },
    async leave() {
      for (const seat of [lead, ...readers]) await seat.leave();
      await browser.close();
      await server.stop();
    },
  };
}
