import { plainText } from '@consilium/shared/document/plain-text.ts';
import { mapOf, roots } from '@consilium/shared/document/roots.ts';
import { ok } from '@consilium/shared/kernel/result.ts';
import type { Session, sessionEndpoints } from '@consilium/shared/wire/rest/sessions.ts';
import type * as Y from 'yjs';
import type * as z from 'zod/mini';
import { namesOf, storedComparison } from './compared-item.ts';
import { eventInWords, type MinuteBody, type RowWords, rowInWords } from './minutes-words.ts';
import type { Answer } from './refusal.ts';
import { ballotName } from './ballots.ts';
import type { Services, SignedIn } from './services.ts';
import { sessionToRead } from './sessions-access.ts';

export type Minutes = z.infer<typeof sessionEndpoints.minutes.response>;
export type MinuteEvent = Minutes['events'][number];

/** Everything that happened in a session, in order: from the audit trail, with the rationale and dissent written together at the end. */
export async function readMinutes(services: Services, person: SignedIn, id: string): Answer<Minutes> {
  const found = await sessionToRead(services, person, id);
  if (!found.ok) return found;
  return ok(await minutesOf(services, found.value.session, found.value.members));
}

export async function minutesOf(services: Services, session: Session, members: readonly string[]): Promise<Minutes> {
  const targets = [`session/${session.id}`, ...session.items.map((item) => `item/${item}`)];
  const lines = await services.db.selectFrom('audit_log').select(['at', 'actor_id', 'action', 'target', 'body']).where('target', 'in', targets).where('at', '>=', session.createdAt).orderBy('seq').execute();
  const rows = await services.audit.opened(lines);
  const items = await services.db.selectFrom('items').select(['id', 'name']).where('id', 'in', session.items).execute();
  const doc = await services.relay.read(`session/${session.id}`);
  const late = await lateBallots(services, session, members);
  const titles = await rowTitles(services, session, Object.fromEntries(items.map((item) => [item.id, item.name])));
  const names = await namesOf(services, [...rows.map((row) => row.actor_id), ...members]);
  names.server = 'Consilium';
  const itemNames = Object.fromEntries(items.map((item) => [item.id, item.name]));
  const events = rows.map((row): MinuteEvent => {
    const body = readBody(row.body);
    const item = body.item ?? (row.target.startsWith('item/') ? row.target.slice('item/'.length) : undefined);
    const words = { action: row.action, body, names, itemName: item === undefined ? '' : (itemNames[item] ?? item), row: body.row === undefined ? undefined : titles[body.row] };
    return { at: row.at, actor: row.actor_id, actorName: names[row.actor_id] ?? row.actor_id, action: row.action, text: eventInWords(words), ...optional(item, body.row) };
  });
  const all = [...events, ...late(names), ...writtenEvents(doc, session.closedAt ?? services.clock(), names, titles)].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  doc.destroy();
  return { session, events: all };
}

const optional = (item: string | undefined, row: string | undefined) => ({ ...(item === undefined ? {} : { item }), ...(row === undefined ? {} : { row }) });

/** What our own verbs put under `new`; anything else is read as nothing. */
function readBody(text: string): MinuteBody {
  const body = JSON.parse(text) as { new?: MinuteBody }; // canonical JSON of the trail; every field is read as optional
  return body.new ?? {};
}

async function rowTitles(services: Services, session: Session, itemNames: Readonly<Record<string, string>>): Promise<Readonly<Record<string, RowWords>>> {
  const titles: Record<string, RowWords> = {};
  for (const item of session.items) {
    const stored = await storedComparison(services, item);
    for (const { id, title, why } of stored?.comparison.rows ?? []) titles[id] = { title, why, itemName: itemNames[item] ?? item };
  }
  return titles;
}

/** Ballots that came after their round was closed: refused by the relay, kept in quarantine, named by the time of the last and not counted. What they hold nobody looks at. */
async function lateBallots(services: Services, session: Session, members: readonly string[]): Promise<(names: Readonly<Record<string, string>>) => MinuteEvent[]> {
  const rounds = await services.db.selectFrom('rounds').select(['row_id', 'item_id']).distinct().where('session_id', '=', session.id).execute();
  const found: { at: string; member: string; row: string; item: string }[] = [];
  for (const round of members.length === 0 ? [] : rounds) {
    const memberOf = new Map(members.map((member) => [ballotName(session.id, round.row_id, member), member]));
    const late = services.db.selectFrom('quarantine').select(['doc_id', ({ fn }) => fn.max('at').as('at')]).where('doc_id', 'in', [...memberOf.keys()]).groupBy('doc_id').orderBy('doc_id');
    for (const { doc_id, at } of await late.execute()) found.push({ at, member: memberOf.get(doc_id)!, row: round.row_id, item: round.item_id }); // one of those asked for
  }
  return (names) => found.map(({ at, member, row, item }) => ({ at, actor: member, actorName: names[member] ?? member, action: 'ballot.late', text: 'A ballot arrived after the round was closed: kept, not counted.', item, row }));
}

/** The rationale of each row and every dissent, as they stand now. @param at the end of the session, or now */
function writtenEvents(doc: Y.Doc, at: string, names: Readonly<Record<string, string>>, titles: Readonly<Record<string, RowWords>>): MinuteEvent[] {
  const events: MinuteEvent[] = [];
  for (const root of doc.share.keys()) {
    if (!root.startsWith('rationale/')) continue;
    const row = root.slice('rationale/'.length);
    const text = plainText(doc.getXmlFragment(root));
    if (text !== '') events.push({ at, actor: 'server', actorName: 'Written together', action: 'rationale', text: `Rationale for ${rowInWords(titles[row])}: ${text}`, row });
  }
  for (const [key, value] of mapOf(doc, roots.dissent).entries()) {
    const [row = '', user = ''] = key.split('/');
    if (typeof value === 'string' && value !== '') events.push({ at, actor: user, actorName: names[user] ?? user, action: 'dissent', text: `Dissent on ${rowInWords(titles[row])}: ${value}`, row });
  }
  return events;
}
