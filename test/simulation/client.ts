import * as Y from 'yjs';
import { newClientId } from '@consilium/shared/wire/client-ids.ts';
import type { Frame } from '@consilium/shared/wire/frames.ts';
import type { Random } from './random.ts';
import type { SimulatedLine } from './line.ts';
import type { SimulatedRelay } from './world.ts';

/** One thing a person did, as the app remembers it: it can be done again in a fresh document. */
interface Deed {
  readonly id: string;
  readonly root: 'annotations' | 'comments';
  isAcknowledged: boolean;
}

/** An honest client after the wire's rules: keeps its work, resends, forks when rejected. */
export class SimulatedClient {
  readonly user: string;
  doc = new Y.Doc();
  readonly deeds: Deed[] = [];
  forks = 0;
  /** of the app this person has: whatever it is, nobody is locked out or loses work */
  private schema = 1;
  private line: SimulatedLine | undefined;
  private isWelcome = false;
  private readonly random: Random;
  private readonly relays: readonly SimulatedRelay[];
  private sent: Deed[][] = []; // by frame of this connection
  private unsent: Deed[] = [];
  private deedCount = 0;

  constructor(user: string, relays: readonly SimulatedRelay[], random: Random) {
    this.user = user;
    this.relays = relays;
    this.random = random;
    this.begin();
  }

  private begin(): void {
    this.doc = new Y.Doc();
    this.doc.clientID = newClientId(() => this.random.next());
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'relay') return;
      if (this.line === undefined || !this.isWelcome) return;
      this.note([...this.unsent.splice(0)]);
      this.line.send({ type: 'update', update });
    });
  }

  private note(deeds: Deed[]): void {
    this.sent.push(deeds);
  }

  get isOnline(): boolean {
    return this.line !== undefined && !this.line.isCut;
  }

  /** A page reload: the device keeps the document, Yjs draws a new id. */
  reload(): void {
    this.cut();
    this.schema += this.random.below(2);
    const kept = Y.encodeStateAsUpdate(this.doc);
    this.begin();
    Y.applyUpdate(this.doc, kept, 'relay');
  }

  async connect(): Promise<void> {
    this.cut();
    this.isWelcome = false;
    this.sent = [];
    let line: SimulatedLine | undefined;
    line = await this.random.pick(this.relays).connect(
      this.user,
      (frame) => this.onFrame(line, frame),
      () => this.cut(),
    );
    this.line = line;
    line.send({ type: 'hello', wire: 1, schema: this.schema, clientId: this.doc.clientID });
  }

  cut(): void {
    this.line?.cut();
    this.line = undefined;
    this.isWelcome = false;
  }

  private onFrame(line: SimulatedLine | undefined, frame: Frame): void {
    if (line !== this.line) return; // an old connection's, or the first words of one that is not ours yet
    switch (frame.type) {
      case 'welcome':
        if (!this.isWelcome) this.start();
        break;
      case 'unwelcome':
        this.fork();
        break;
      case 'step1':
        if (this.isWelcome) this.answer(frame.stateVector);
        break;
      case 'step2':
      case 'update':
        Y.applyUpdate(this.doc, frame.update, 'relay');
        break;
      case 'ack':
        for (const deeds of this.sent.slice(0, frame.count)) for (const deed of deeds) deed.isAcknowledged = true;
        break;
      case 'rejected':
        this.fork();
        break;
      default:
    }
  }

  private start(): void {
    this.isWelcome = true;
    this.line?.send({ type: 'step1', stateVector: Y.encodeStateVector(this.doc) });
    this.answer(new Uint8Array([0]));
  }

  /** Everything the relay may lack, whatever it says it has: nothing of it is lost by saying it twice. */
  private answer(stateVector: Uint8Array): void {
    this.unsent = [];
    this.note(this.deeds.filter(({ isAcknowledged }) => !isAcknowledged));
    this.line?.send({ type: 'step2', update: Y.encodeStateAsUpdate(this.doc, stateVector) });
  }

  /** Begins again under a new id and does again what was not acknowledged. */
  private fork(): void {
    this.forks++;
    this.cut();
    this.begin();
    for (const deed of this.deeds) if (!deed.isAcknowledged) this.redo(deed);
  }

  private redo(deed: Deed): void {
    this.unsent.push(deed);
    this.doc.getMap(deed.root).set(deed.id, this.user);
  }

  /** Makes something nobody deletes: it must be there at the end. */
  add(root: Deed['root']): Deed {
    const deed = { id: `${this.user}:${this.deedCount++}`, root, isAcknowledged: false };
    this.deeds.push(deed);
    this.unsent.push(deed);
    this.doc.getMap(root).set(deed.id, this.user);
    return deed;
  }

  /** Edits that conflict with everybody's. */
  churn(): void {
    const text = this.doc.getText('text');
    const map = this.doc.getMap('annotations');
    switch (this.random.below(5)) {
      case 0:
        return void map.set(`shared${this.random.below(4)}`, { by: this.user, n: this.random.below(100) });
      case 1:
        return void map.delete(`shared${this.random.below(4)}`);
      case 2:
        return text.insert(this.random.below(text.length + 1), this.random.pick(['x', 'some words ', '😀']));
      case 3:
        return text.length > 1 ? text.delete(this.random.below(text.length - 1), 1) : undefined;
      default:
        return void this.doc.getMap('comments').set(`${this.user}:note`, this.random.below(1000));
    }
  }
}
