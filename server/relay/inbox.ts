import type { Line } from './line.ts';

/** Frames of one membership that wait while something before them is being settled (RELAY3). Every hold counts: the last to be let go releases. */
export class Inbox {
  private frames: Uint8Array[] = [];
  private holds = 0;
  private isClosed = false;
  private readonly line: Line;
  private readonly read: (bytes: Uint8Array) => void;

  constructor(line: Line, read: (bytes: Uint8Array) => void) {
    this.line = line;
    this.read = read;
  }

  get isHeld(): boolean {
    return this.holds > 0;
  }

  keep(bytes: Uint8Array): void {
    this.frames.push(bytes.slice());
    this.line.addWaiting(bytes.length);
  }

  hold(until: Promise<void>): void {
    this.holds++;
    void until.catch((error: unknown) => this.line.fail(error)).then(() => this.release());
  }

  private release(): void {
    this.holds--;
    while (this.frames.length > 0 && !this.isHeld && !this.isClosed) {
      const bytes = this.frames.shift()!; // not empty, by the loop's condition
      this.line.addWaiting(-bytes.length);
      this.read(bytes);
    }
  }

  /** Nothing is read after this. */
  close(): void {
    this.isClosed = true;
    for (const bytes of this.frames.splice(0)) this.line.addWaiting(-bytes.length);
  }
}
