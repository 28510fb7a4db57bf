/** Update frames in a row that wait for their acknowledgement: for a commit of the room, or for the step 2 that heals them. */
type Waiting = { readonly type: 'commit'; readonly number: number; frames: number } | { readonly type: 'heal'; frames: number };

/** Counts a connection's update frames and how many of the first of them are settled (WIRE6). */
export class Acks {
  /** frames received so far: the ordinal of the newest */
  received = 0;
  /** of these, how many of the first are durable, or were answered with rejected */
  settled = 0;
  private waiting: Waiting[] = [];

  /** The newest frame is durable once the room has committed this many. */
  onCommit(number: number): void {
    const last = this.waiting.at(-1);
    if (last?.type === 'commit' && last.number === number) last.frames++;
    else this.waiting.push({ type: 'commit', number, frames: 1 });
  }

  /** The newest frame was not applied; a later step 2 brings what it held. */
  onHeal(): void {
    this.waiting.push({ type: 'heal', frames: 1 });
  }

  /** A step 2 was taken or refused: it held whatever the healed frames before it had. */
  healBy(number: number): void {
    this.waiting = this.waiting.map((row) => (row.type === 'heal' ? { type: 'commit', number, frames: row.frames } : row));
  }

  /** Counts what the room's commits have settled; true when that is news. */
  advance(committed: number): boolean {
    let count = 0;
    for (const row of this.waiting) {
      if (row.type === 'heal' || row.number > committed) break;
      this.settled += row.frames;
      count++;
    }
    if (count > 0) this.waiting.splice(0, count);
    return count > 0;
  }
}
