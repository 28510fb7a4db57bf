import { createProject } from '../harness/people-at-work.ts';
import { signUp } from '../harness/rest-client.ts';
import { startServer } from '../harness/server.ts';
import { freePort } from '../harness/server-process.ts';
import { served, SteadyWriter } from '../harness/steady-writer.ts';

export interface KillFigures {
  readonly kills: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly complaints: readonly string[];
  /** milliseconds from the start of the new process until the first writer was connected again: median and worst */
  readonly backMs: readonly [number, number];
}

const chapterOf = 20; // kills over the same documents: they grow by thousands of edits with each

/**
 * Kills the real server `kills` times by SIGKILL while people write, starts it again each time, and looks for every edit that was acknowledged.
 * @param onChapter told after every twenty kills what it has come to so far
 */
export async function killAndLook(kills: number, onChapter: (soFar: KillFigures) => void = () => undefined, writersCount = 8): Promise<KillFigures> {
  const port = await freePort();
  let server = await startServer({ port });
  const lead = await signUp(server, server.adminLink ?? '', 'Lead');
  const process: Killed = { kill: () => server.kill(), start: async () => void (server = await startServer({ port, dataDir: server.dataDir })) };
  let [done, acknowledged, lost] = [0, 0, 0];
  const [complaints, back]: [string[], number[]] = [[], []];
  const figures = (): KillFigures => {
    const sorted = back.toSorted((a, b) => a - b);
    return { kills: done, acknowledged, lost, complaints, backMs: [sorted[Math.floor(sorted.length / 2)] ?? 0, sorted.at(-1) ?? 0] };
  };
  while (done < kills) {
    const documents = [`protocol/${await createProject(lead)}`, `protocol/${await createProject(lead)}`];
    const urls = documents.map((document) => `ws://127.0.0.1:${port}/sync/${document}`);
    const writers = Array.from({ length: writersCount }, (_, at) => ({ url: urls[at % urls.length]!, writer: new SteadyWriter([urls[at % urls.length]!], lead.cookie, 5000 + at) }));
    for (const end = Math.min(kills, done + chapterOf); done < end; done++) back.push(await killOnce(writers.map(({ writer }) => writer), done, process));
    for (const { writer } of writers) await writer.finish();
    const kept = new Map(await Promise.all(urls.map(async (url): Promise<[string, ReadonlySet<string>]> => [url, new Set((await served(url, lead.cookie)).getMap('draft').keys())])));
    for (const { url, writer } of writers) {
      acknowledged += writer.acknowledged.size;
      lost += [...writer.acknowledged].filter((key) => !kept.get(url)!.has(key)).length;
      complaints.push(...writer.complaints);
      writer.leave();
    }
    onChapter(figures());
  }
  await server.stop();
  return figures();
}

interface Killed {
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** @returns milliseconds from the start of the new process until one of the writers was heard again */
async function killOnce(writers: readonly SteadyWriter[], kill: number, process: Killed): Promise<number> {
  await pause(60 + (kill % 7) * 45); // at another moment of its work each time
  await process.kill();
  const before = writers.map((writer) => writer.acknowledged.size);
  await process.start();
  const started = Date.now();
  while (!writers.some((writer, at) => writer.acknowledged.size > (before[at] ?? 0))) await pause(5);
  return Date.now() - started;
}

const pause = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));
