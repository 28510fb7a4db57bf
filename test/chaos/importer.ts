import { createHash, randomBytes } from 'node:crypto';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Answered, RestClient } from '../harness/rest-client.ts';

interface Imported {
  readonly item: string;
  readonly sha256: string;
}

/** Brings notes of up to 1.5 MB all the time, begun on one server, sent to the other, and reads back what was brought before. */
export class Importer {
  /** told to be there as an item */
  readonly imported: Imported[] = [];
  /** sources that came to an end without an error and were not the ones asked for */
  halves = 0;
  /** answers that were neither done nor “try again” */
  readonly complaints: string[] = [];
  /** requests that were told to try again */
  triedAgain = 0;
  longestMs = 0;
  private readonly clients: readonly RestClient[];
  private readonly project: string;
  private isOver = false;
  private readonly working: Promise<void>;

  constructor(clients: readonly RestClient[], project: string) {
    [this.clients, this.project] = [clients, project];
    this.working = this.work();
  }

  private async work(): Promise<void> {
    for (let turn = 0; !this.isOver; turn++) {
      await this.bring(turn);
      const before = this.imported[Math.floor(Math.random() * this.imported.length)];
      if (before !== undefined) await this.isWhole(this.clients[turn % this.clients.length]!, before);
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  private async bring(turn: number): Promise<void> {
    const [here, there] = [this.clients[turn % this.clients.length]!, this.clients[(turn + 1) % this.clients.length]!];
    const bytes = Buffer.from(randomBytes(1000 + (turn % 4) * 250_000).toString('hex').replaceAll(/(.{70})/g, '$1\n'));
    const started = await this.timed(() => here.ask(endpoints.startImport, { params: { project: this.project } }));
    if (started === undefined) return;
    const params = { project: this.project, import: started.import };
    const file = await this.timed(() => there.ask(endpoints.importFile, { params, query: { name: `note-${turn}.txt` }, body: bytes }));
    const made = file && (await this.timed(() => here.ask(endpoints.finishImport, { params })));
    if (made === undefined) return;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (file?.state !== 'stored' || file.sha256 !== sha256 || made.items.length !== 1) return void this.complaints.push(`note ${turn}: ${file?.state}, ${made.items.length} items`);
    this.imported.push({ item: made.items[0]!.id, sha256 });
  }

  /** The answer; `undefined` where it is “try again” or the connection broke. */
  private async timed<T>(ask: () => Promise<Answered<T>>): Promise<T | undefined> {
    const began = Date.now();
    const answer = await ask().catch(() => undefined); // its relay was killed, or broke off and so said
    this.longestMs = Math.max(this.longestMs, Date.now() - began);
    if (answer?.problem === undefined) return answer?.value;
    if (answer.status === 503) this.triedAgain++;
    else this.complaints.push(`${answer.status} ${answer.problem.type}`);
    return undefined;
  }

  private async isWhole(client: RestClient, { item, sha256 }: Imported): Promise<boolean> {
    const bytes = await this.timed(() => client.ask(endpoints.source, { params: { item, sha256 } }));
    if (bytes === undefined) return false;
    const isIt = createHash('sha256').update(bytes as Uint8Array).digest('hex') === sha256;
    if (!isIt) this.halves++;
    return isIt;
  }

  async finish(): Promise<void> {
    this.isOver = true;
    await this.working;
  }

  /** How many of those that were told to be there a server does not give whole. */
  async missing(): Promise<number> {
    let missing = this.imported.length === 0 ? 1 : 0;
    for (const one of this.imported) for (const client of this.clients) if (!(await this.isWhole(client, one))) missing++;
    return missing;
  }
}
