/** The tables that better-auth keeps, as far as we read and write them ourselves (a type, because Kysely wants an index signature). Times are ISO 8601. */
export type AccountTables = {
  user: { id: string; name: string; email: string; isAdministrator: number | boolean | null };
  account: { userId: string; providerId: string; password: string | null };
  session: { userId: string };
  verification: { id: string; identifier: string; value: string; expiresAt: string; createdAt: string; updatedAt: string };
};
