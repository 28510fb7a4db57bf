/**
 * Counts one document's changes from edit to acknowledgement (rules LEDGER1-4). Edits are numbered; each frame sent carries all edits
 * made before it; the server acknowledges frames by count.
 */
export class EditLedger {
  #edited: number;
  #acknowledged = 0;
  /** per frame sent on this connection: the last edit in it */
  #frames: number[] = [];
  /** by key: the last edit in it */
  #rows: Map<number, number>;
  /** edits that this device has not yet written down */
  readonly #unkept = new Set<number>();

  /** @param stored rows and edits of earlier visits that no server has called durable */
  constructor(stored: { readonly keys: readonly number[]; readonly edits: number }) {
    this.#edited = stored.edits;
    this.#rows = new Map(stored.keys.map((key) => [key, stored.edits]));
  }

  /** @returns the number of the new edit */
  edit(): number {
    this.#edited += 1;
    this.#unkept.add(this.#edited);
    return this.#edited;
  }

  /**
   * The device has the edit in this row; it says so of each edit where it has written several into one.
   * @returns whether rows are to be looked for that may be given back: the edit was acknowledged before it was kept
   */
  kept(key: number, edit: number): boolean {
    this.#unkept.delete(edit);
    this.#holdRow(key, edit);
    return edit <= this.#acknowledged;
  }

  /** The device has everything up to this edit in this row. */
  keptWhole(key: number, edit: number): void {
    for (const one of this.#unkept) if (one <= edit) this.#unkept.delete(one);
    this.#holdRow(key, edit);
  }

  /** The device has lost every row. */
  rowsLost(): void {
    this.#rows = new Map();
    for (let edit = this.#acknowledged + 1; edit <= this.#edited; edit++) this.#unkept.add(edit);
  }

  frameSent(): void {
    this.#frames.push(this.#edited);
  }

  /** A new connection starts counting at nothing. */
  linkLost(): void {
    this.#frames = [];
  }

  /** The first `count` frames are durable. */
  acknowledge(count: number): void {
    const edit = this.#frames[Math.min(count, this.#frames.length) - 1];
    if (edit !== undefined) this.#acknowledged = Math.max(this.#acknowledged, edit);
  }

  /** The work has been put somewhere else and waits no more. */
  setAside(): void {
    this.#acknowledged = this.#edited;
  }

  /** Rows whose every edit is durable; each is given once. */
  takeAcknowledgedRows(): readonly number[] {
    const done = [...this.#rows].filter(([, edit]) => edit <= this.#acknowledged).map(([key]) => key);
    for (const key of done) this.#rows.delete(key);
    return done;
  }

  /** the number of the newest edit */
  get lastEdit(): number {
    return this.#edited;
  }

  get waiting(): number {
    return this.#edited - this.#acknowledged;
  }

  /** not yet written down on this device, whatever the server has */
  get unkept(): number {
    return this.#unkept.size;
  }

  #holdRow(key: number, edit: number): void {
    this.#rows.set(key, Math.max(edit, this.#rows.get(key) ?? 0));
  }
}
