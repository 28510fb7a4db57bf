import type { DocumentName } from '@consilium/shared/permissions/document-ref.ts';
import type { UpdateLog } from '../log/port.ts';

/** Whose clientIDs are whose in one document; the log has the last word (LOG6). */
export class Owners {
  private readonly name: DocumentName;
  private readonly known: Map<number, string>;
  private readonly log: UpdateLog;

  constructor(name: DocumentName, known: Map<number, string>, log: UpdateLog) {
    this.name = name;
    this.known = known;
    this.log = log;
  }

  of(clientId: number): string | undefined {
    return this.known.get(clientId);
  }

  /** Claims a clientID for a user in the log; the first claim wins. Resolves to its owner. */
  async claim(clientId: number, user: string): Promise<string> {
    const known = this.known.get(clientId);
    if (known !== undefined) return known;
    const owner = await this.log.bindClient(this.name, clientId, user);
    this.known.set(clientId, owner);
    return owner;
  }

  /** Takes over what the log says. */
  learn(owners: ReadonlyMap<number, string>): void {
    for (const [clientId, owner] of owners) this.known.set(clientId, owner);
  }
}
