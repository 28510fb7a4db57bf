import * as z from 'zod/mini';
import { BallotOptionSchema } from '../../consensus/ballot-option.ts';
import { bytes, endpoint } from './endpoint.ts';
import { ItemSchema } from './items.ts';

export const SessionRuleSchema = z.object({
  rule: z.enum(['majority', 'unanimous', 'chair']),
  quorum: z.int().check(z.minimum(1)),
});

export const SessionSchema = z.object({
  id: z.string(),
  project: z.string(),
  name: z.string(),
  state: z.enum(['open', 'closed']),
  chair: z.string(),
  rule: SessionRuleSchema,
  items: z.array(z.string()),
  createdAt: z.string(),
  closedAt: z.nullable(z.string()),
});
export type Session = z.infer<typeof SessionSchema>;

/**
 * Published by the server into the session document (`published`, key `round/<row>`). While `open` only *who* has voted is known;
 * `ballots` appear, all at once, when the round closes.
 */
export const PublishedRoundSchema = z.object({
  item: z.string(),
  row: z.string(),
  number: z.int(),
  state: z.enum(['open', 'closed']),
  options: z.array(BallotOptionSchema),
  voted: z.array(z.string()),
  openedAt: z.string(),
  closedAt: z.optional(z.string()),
  ballots: z.optional(z.array(z.object({ member: z.string(), choice: z.string(), reason: z.string() }))),
  outcome: z.optional(z.object({ option: z.nullable(z.string()), why: z.string() })),
});
export type PublishedRound = z.infer<typeof PublishedRoundSchema>;

/** Published under `signature/<item>/<user>`: printed name, time and meaning, bound to the hash of the consensus. */
export const SignatureSchema = z.object({
  item: z.string(),
  user: z.string(),
  name: z.string(),
  meaning: z.string(),
  hash: z.string(),
  at: z.string(),
});
export type Signature = z.infer<typeof SignatureSchema>;

const EventSchema = z.object({
  at: z.string(),
  actor: z.string(),
  actorName: z.string(),
  action: z.string(),
  text: z.string(),
  item: z.optional(z.string()),
  row: z.optional(z.string()),
});

export const sessionEndpoints = {
  sessions: endpoint('GET', '/projects/:project/sessions', 'Sessions of a project', {
    response: z.object({ sessions: z.array(SessionSchema) }),
  }),
  /** reveals its items: all wanted readings of each must be submitted */
  openSession: endpoint('POST', '/projects/:project/sessions', 'Open a session over items', {
    body: z.object({
      name: z.string().check(z.minLength(1), z.maxLength(120)),
      items: z.array(z.string()),
      rule: SessionRuleSchema,
    }),
    response: SessionSchema,
  }),
  session: endpoint('GET', '/sessions/:session', 'One session with its items', {
    response: z.object({ session: SessionSchema, items: z.array(ItemSchema), names: z.record(z.string(), z.string()) }),
  }),
  joinSession: endpoint('POST', '/sessions/:session/members', 'Join: by the link alone, as a member of the project'),
  closeSession: endpoint('POST', '/sessions/:session/closing', 'Close the session; open rounds must be closed first'),
  openRound: endpoint(
    'POST',
    '/sessions/:session/rounds/:row',
    'Open a round of sealed ballots over a row (again: a new round)',
    { body: z.object({ item: z.string(), options: z.array(BallotOptionSchema) }), response: PublishedRoundSchema },
  ),
  closeRound: endpoint(
    'POST',
    '/sessions/:session/rounds/:row/closing',
    'Close the round and publish all ballots at once; the chair may decide where the rule says so',
    { body: z.object({ decision: z.optional(z.string()) }), response: PublishedRoundSchema },
  ),
  /** re-authenticates; freezes the consensus once the chair and enough members for the quorum have signed the same hash */
  sign: endpoint('POST', '/sessions/:session/items/:item/signature', 'Sign the consensus of an item', {
    body: z.object({
      password: z.string(),
      meaning: z.string().check(z.minLength(1), z.maxLength(200)),
      hash: z.string(),
    }),
    response: z.object({ signature: SignatureSchema, isFrozen: z.boolean() }),
  }),
  minutes: endpoint('GET', '/sessions/:session/minutes', 'Everything that happened, in order', {
    response: z.object({ session: SessionSchema, events: z.array(EventSchema) }),
  }),
  /** a readable record (Markdown) */
  minutesText: endpoint('GET', '/sessions/:session/minutes.md', 'The minutes as text', { response: bytes }),
  /** for replay: admitted updates of the session and its consensus documents, in order (Yjs V1, base64) */
  timeline: endpoint('GET', '/sessions/:session/timeline', 'The session as it unfolded', {
    response: z.object({
      updates: z.array(z.object({ document: z.string(), at: z.string(), actor: z.string(), update: z.string() })),
    }),
  }),
};
