import { Dexie, type EntityTable, type Table } from 'dexie';
import { lastUser } from './last-user.ts';

/** One merged update of a document. `edits` counts this person's changes in it that no server has called durable; 0 for all else. */
export interface UpdateRow {
  readonly key: number;
  readonly document: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly edits: number;
}

/** What is known of a document beside its content. `isKnown`: the server has answered for it at least once. */
export interface DocumentRow {
  readonly name: string;
  readonly isKnown: boolean;
  readonly openedAt: number;
}

export interface AnswerRow {
  readonly address: string;
  readonly answer: unknown;
  readonly keptAt: number;
}

export interface SourceRow {
  readonly sha256: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly size: number;
  readonly keptAt: number;
}

/** A reading handed in, until the server has taken it. `problem`: why it was not, in words. */
export interface SubmissionRow {
  readonly item: string;
  readonly document: string;
  readonly protocolVersion: number;
  readonly madeAt: string;
  readonly problem?: string;
}

/** What could not go into a document, in words and as bytes, so that nothing a person did is gone. */
export interface RejectedRow {
  readonly key: number;
  readonly document: string;
  readonly words: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly at: string;
}

/** An item to be kept on this device until it is let go. */
export interface PinRow {
  readonly item: string;
  readonly project: string;
}

export interface MarkRow {
  readonly name: string;
  readonly value: string;
}

/** Everything that this device keeps for one person. */
export class DeviceDatabase extends Dexie {
  declare readonly updates: EntityTable<UpdateRow, 'key'>;
  declare readonly documents: EntityTable<DocumentRow, 'name'>;
  declare readonly answers: EntityTable<AnswerRow, 'address'>;
  declare readonly sources: EntityTable<SourceRow, 'sha256'>;
  declare readonly submissions: EntityTable<SubmissionRow, 'item'>;
  declare readonly rejected: EntityTable<RejectedRow, 'key'>;
  declare readonly pins: EntityTable<PinRow, 'item'>;
  declare readonly marks: Table<MarkRow, string>;

  constructor(user: string) {
    super(`consilium-${user}`);
    this.version(1).stores({
      updates: '++key, document, edits',
      documents: 'name',
      answers: 'address',
      sources: 'sha256',
      submissions: 'item',
      rejected: '++key, document',
      pins: 'item, project',
      marks: 'name',
    });
  }
}

let open: { user: string; database: DeviceDatabase } | undefined;

/** The database of the person signed in; `undefined` before anybody was. */
export function currentDatabase(): DeviceDatabase | undefined {
  const user = lastUser();
  return user === undefined ? undefined : databaseOf(user);
}

export function databaseOf(user: string): DeviceDatabase {
  if (open?.user !== user) {
    open?.database.close();
    open = { user, database: new DeviceDatabase(user) };
  }
  return open.database;
}
