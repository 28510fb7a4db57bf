import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import type { UpdateLog } from '../log/port.ts';

/** Whether a document is frozen: what its log said last, or what this relay is just writing there, which no older answer overrules. */
export class Frozen {
  isNow: boolean;
  private asked = 0;
  private answered = 0;
  private underWay = 0;
  private readonly name: DocumentName;
  private readonly log: UpdateLog;

  constructor(name: DocumentName, isNow: boolean, log: UpdateLog) {
    this.name = name;
    this.isNow = isNow;
    this.log = log;
  }

  /** Takes effect at once; `write` puts it into the log. */
  async set(isFrozen: boolean, write: () => Promise<void>): Promise<void> {
    this.isNow = isFrozen;
    this.underWay++;
    try {
      await write();
    } finally {
      this.underWay--;
      this.answered = ++this.asked; // whoever asked the log before this may have been answered by what it was
    }
  }

  /** To be called before the log is asked. @returns takes its answer, unless a newer one is known */
  look(): (isFrozen: boolean | undefined) => void {
    const number = ++this.asked;
    return (isFrozen) => {
      if (isFrozen === undefined || number < this.answered || this.underWay > 0) return;
      this.answered = number;
      this.isNow = isFrozen;
    };
  }

  async reread(): Promise<void> {
    const learn = this.look();
    learn((await this.log.standings([this.name])).get(this.name)?.isFrozen);
  }
}
