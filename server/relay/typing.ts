import { frameType, syncType } from '@consilium/shared/wire/frames.ts';
import { rootPolicy } from '../guard/authorise.ts';
import { type DocumentIndex, nowhere } from '../guard/document-index.ts';
import { type Keystroke, readKeystroke } from '../guard/keystroke.ts';
import type { ExactView } from './exact-view.ts';
import type { Member } from './member.ts';
import type { Owners } from './owners.ts';
import type { Runs } from './run.ts';

const header = 3; // of an update's frame: sync, update, and a length below 128
const keystroke: Keystroke = { client: 0, clock: 0, length: 0, start: 0, end: 0 }; // filled anew for each, and done with before the next

/**
 * The short way for what arrives most: a letter behind the last one of a run that still waits for the log (RELAY14). What was judged there
 * holds for it, since it lies in the same list; what may have changed since (rights, owner) is looked at again. The verdict is always that
 * of the guard.
 */
export class Typing {
  private readonly index: DocumentIndex;
  private readonly owners: Owners;
  private readonly runs: Runs;
  private readonly exact: ExactView;

  constructor(index: DocumentIndex, owners: Owners, runs: Runs, exact: ExactView) {
    this.index = index;
    this.owners = owners;
    this.runs = runs;
    this.exact = exact;
  }

  /** @returns false, with nothing done, for every other frame */
  take(frame: Uint8Array, by: Member): boolean {
    const length = frame.length - header;
    if (frame[0] !== frameType.sync || frame[1] !== syncType.update || frame[2] !== length || length > 127) return false;
    const { write } = by.grant;
    if (write === undefined || !readKeystroke(frame, header, keystroke)) return false;
    const { client, clock } = keystroke;
    const run = this.runs.before(keystroke, by);
    if (run === undefined || run.actorId !== by.person.id || this.owners.of(client) !== by.person.id) return false;
    if (this.index.endOf(client) !== clock) return false;
    const container = this.index.containerAt(client, clock - 1);
    if (container !== nowhere && rootPolicy(write, this.index.rootOf(container)) !== 'shared') return false;
    if (!run.takeKeystroke(frame, keystroke)) return false;
    this.index.addStructs(client, clock, keystroke.length, container, nowhere);
    if (this.exact.isThere) this.exact.add(frame.slice(header));
    return true;
  }
}
