import * as z from 'zod/mini';

/** What a person does in one project. Administration is of the whole installation and stands beside it. */
export const RoleSchema = z.enum(['lead', 'annotator', 'adjudicator', 'trainer', 'observer']);
export type Role = z.infer<typeof RoleSchema>;

/** What every role may do, in words a person inviting somebody reads. */
export const roleInWords: Readonly<Record<Role, string>> = {
  lead: 'Writes the protocol, imports, assigns, opens sessions, exports',
  annotator: 'Reads items, blind to the other readers until the reveal',
  adjudicator: 'Sees all readings, settles disagreements, signs',
  trainer: 'Demonstrates the protocol and watches learners practise',
  observer: 'Looks on after the reveal, changes nothing',
};
