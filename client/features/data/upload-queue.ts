import type { ImportFile } from '@consilium/shared/wire/rest/projects.ts';

/** One file on its way. `failed` is the link's fault and may be tried again; `refused` is the server's judgement of the content. */
export interface UploadRow {
  readonly key: number;
  readonly name: string;
  readonly size: number;
  readonly state: 'waiting' | 'sending' | 'failed' | ImportFile['state'];
  readonly sent: number; // bytes
  readonly message: string;
}

export interface UploadQueue {
  readonly rows: readonly UploadRow[];
  readonly isPaused: boolean;
}

export const emptyQueue: UploadQueue = { rows: [], isPaused: false };

export type UploadEvent =
  | { readonly type: 'added'; readonly files: readonly { name: string; size: number }[] }
  | { readonly type: 'started'; readonly key: number }
  | { readonly type: 'progressed'; readonly key: number; readonly sent: number }
  | { readonly type: 'answered'; readonly key: number; readonly answer: Pick<ImportFile, 'state' | 'message'> }
  /** items were made: what became of some files (standoff beside notes) is known only then; by name */
  | { readonly type: 'made'; readonly files: readonly Pick<ImportFile, 'name' | 'state' | 'message'>[] }
  | { readonly type: 'failed'; readonly key: number; readonly message: string }
  | { readonly type: 'interrupted'; readonly key: number }
  | { readonly type: 'paused' }
  | { readonly type: 'resumed' }
  | { readonly type: 'retried' };

/** The queue after an event. Keys are indices of `rows`: rows are never removed, so that every file says what became of it. */
export function uploadStep(queue: UploadQueue, event: UploadEvent): UploadQueue {
  switch (event.type) {
    case 'added': {
      const added = event.files.map(
        ({ name, size }, index): UploadRow => ({
          key: queue.rows.length + index,
          name,
          size,
          state: 'waiting',
          sent: 0,
          message: '',
        }),
      );
      return { ...queue, rows: [...queue.rows, ...added] };
    }
    case 'started':
      return withRow(queue, event.key, { state: 'sending', sent: 0, message: '' });
    case 'progressed':
      return queue.rows[event.key]?.state === 'sending' ? withRow(queue, event.key, { sent: event.sent }) : queue;
    case 'answered':
      return withRow(queue, event.key, { ...event.answer, sent: queue.rows[event.key]?.size ?? 0 });
    case 'made': {
      const byName = new Map(event.files.map((file) => [file.name, file]));
      return { ...queue, rows: queue.rows.map((row) => (row.state === 'stored' ? { ...row, ...byName.get(row.name) } : row)) };
    }
    case 'failed':
      return withRow(queue, event.key, { state: 'failed', sent: 0, message: event.message });
    case 'interrupted':
      return withRow(queue, event.key, { state: 'waiting', sent: 0, message: '' });
    case 'paused':
      return { ...queue, isPaused: true };
    case 'resumed':
      return { ...queue, isPaused: false };
    case 'retried':
      return {
        ...queue,
        rows: queue.rows.map((row) => (row.state === 'failed' ? { ...row, state: 'waiting', message: '' } : row)),
      };
  }
}

/** Which rows to start now, so that at most `atOnce` are on their way. */
export function nextToSend(queue: UploadQueue, atOnce: number): readonly UploadRow[] {
  if (queue.isPaused) return [];
  const free = atOnce - queue.rows.filter((row) => row.state === 'sending').length;
  return free > 0 ? queue.rows.filter((row) => row.state === 'waiting').slice(0, free) : [];
}

export interface UploadTotals {
  readonly files: number;
  readonly done: number; // stored, duplicate or refused
  readonly stored: number;
  readonly duplicate: number;
  readonly refused: number;
  readonly failed: number;
  readonly bytes: number;
  readonly bytesDone: number;
}

export function totalsOf({ rows }: UploadQueue): UploadTotals {
  const count = (state: UploadRow['state']): number => rows.filter((row) => row.state === state).length;
  const [stored, duplicate, refused] = [count('stored'), count('duplicate'), count('refused')];
  const sum = (pick: (row: UploadRow) => number): number => rows.reduce((total, row) => total + pick(row), 0);
  return {
    files: rows.length,
    done: stored + duplicate + refused,
    stored,
    duplicate,
    refused,
    failed: count('failed'),
    bytes: sum((row) => row.size),
    bytesDone: sum((row) => row.sent),
  };
}

function withRow(queue: UploadQueue, key: number, part: Partial<UploadRow>): UploadQueue {
  return { ...queue, rows: queue.rows.map((row) => (row.key === key ? { ...row, ...part } : row)) };
}
