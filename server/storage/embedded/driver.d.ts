/** The part of the driver that we use; the package's own types cannot be found from its `exports`. */
declare module 'better-sqlite3-multiple-ciphers' {
  namespace Database {
    interface RunResult {
      readonly changes: number;
      readonly lastInsertRowid: number | bigint;
    }
    interface Statement<Parameters extends unknown[] = unknown[]> {
      readonly reader: boolean; // whether it gives rows
      run(...parameters: Parameters): RunResult;
      all(...parameters: Parameters): unknown[];
    }
    interface Database {
      prepare<Parameters extends unknown[] = unknown[]>(sql: string): Statement<Parameters>;
      pragma(text: string, options?: { simple: boolean }): unknown;
      exec(sql: string): void;
      close(): void;
    }
  }
  const Database: new (path: string, options?: { readonly?: boolean; timeout?: number }) => Database.Database;
  export default Database;
}
