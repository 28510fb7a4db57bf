/** What travels between the server and the threads that own the database file. */
export type Parameter = string | number | bigint | boolean | null | undefined | Date | Uint8Array;

export type Request =
  | { readonly type: 'run'; readonly id: number; readonly sql: string; readonly parameters: readonly unknown[] }
  | { readonly type: 'write'; readonly id: number; readonly steps: readonly WriteStep[] }
  | { readonly type: 'rekey'; readonly id: number; readonly keyHex: string }
  | { readonly type: 'copy'; readonly id: number; readonly path: string }
  | { readonly type: 'close'; readonly id: number };

/** One statement, run once for each row of parameters. */
export interface WriteStep {
  readonly sql: string;
  readonly rows: readonly (readonly unknown[])[];
  /** rows that each run must change; another number undoes everything */
  readonly changes: number;
}

export interface Answer {
  readonly rows: unknown[];
  /** of `write`: all of it was committed, or nothing was */
  readonly isWritten?: boolean;
  readonly changes?: number;
  readonly insertId?: number;
}

export type Reply =
  | { readonly type: 'opened' }
  | { readonly type: 'refused'; readonly message: string; readonly code: string }
  | { readonly type: 'answered'; readonly id: number; readonly answer: Answer }
  | { readonly type: 'failed'; readonly id: number; readonly message: string; readonly code: string };
