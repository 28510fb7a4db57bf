/** The tables that better-auth keeps, as far as we read them ourselves (a type, because Kysely wants an index signature). */
export type AccountTables = {
  user: { id: string; name: string; email: string; isAdministrator: number | boolean | null };
};
