import type Database from 'better-sqlite3-multiple-ciphers';

const capacity = 500;

/** Prepared statements by their text, kept for the life of the connection; the one unused for longest goes first. */
export function statementCache(database: Database.Database): (sql: string) => Database.Statement<unknown[]> {
  const statementBySql = new Map<string, Database.Statement<unknown[]>>();
  return (sql) => {
    const known = statementBySql.get(sql);
    const statement = known ?? database.prepare<unknown[]>(sql);
    if (known !== undefined) statementBySql.delete(sql);
    else if (statementBySql.size >= capacity) statementBySql.delete(statementBySql.keys().next().value!);
    statementBySql.set(sql, statement);
    return statement;
  };
}
