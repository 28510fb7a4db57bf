import { roots } from '@consilium/shared/document/roots.ts';
import type { Instant } from '@consilium/shared/kernel/time.ts';
import { PublishedRoundSchema } from '@consilium/shared/wire/rest/sessions.ts';
import * as Y from 'yjs';
import type { RecordedUpdate } from './replay.ts';

export type EventType =
  | 'row'
  | 'round opened'
  | 'vote'
  | 'round closed'
  | 'decision'
  | 'comment'
  | 'edit'
  | 'signature';

export interface SessionEvent {
  readonly type: EventType;
  readonly at: Instant;
  readonly actor: string;
  /** the row it is about, where there is one */
  readonly row: string | undefined;
}

/** A stretch of the session in which one row was talked about, `[start, end)`. */
export interface Segment {
  readonly row: string;
  readonly start: Instant;
  readonly end: Instant;
}

/** What happened, read from the admitted updates; a run of edits by one person within ten seconds is one event, what the server laid down is none. */
export function eventsOf(updates: readonly RecordedUpdate[]): readonly SessionEvent[] {
  const docs = new Map<string, Watched>();
  const events: SessionEvent[] = [];
  for (const { document, update, at, actor } of updates) {
    const watched = docs.get(document) ?? watch();
    docs.set(document, watched);
    watched.changed.clear();
    Y.applyUpdate(watched.doc, update);
    for (const [type, row] of happened(watched)) {
      if (type !== 'edit' || !(actor === 'server' || continues(events, at, actor))) events.push({ type, at, actor, row });
    }
  }
  for (const { doc } of docs.values()) doc.destroy();
  return events;
}

interface Watched {
  readonly doc: Y.Doc;
  /** `<root> <key>` changed by the last update */
  readonly changed: Set<string>;
  /** rounds as they stood before: `<number> <state> <votes>` by row */
  readonly rounds: Map<string, { number: number; state: string; votes: number }>;
}

function watch(): Watched {
  const doc = new Y.Doc();
  const changed = new Set<string>();
  for (const root of [
    roots.published,
    roots.decisions,
    roots.comments,
    roots.annotations,
    roots.answers,
    roots.session,
  ])
    doc.getMap(root).observe((event) => {
      for (const key of event.keysChanged) changed.add(`${root} ${key}`);
    });
  return { doc, changed, rounds: new Map() };
}

type Happening = readonly [EventType, string | undefined];

function happened(watched: Watched): readonly Happening[] {
  const found = [...watched.changed].flatMap((change): readonly Happening[] => {
    const at = change.indexOf(' ');
    return happeningAt(watched, change.slice(0, at), change.slice(at + 1));
  });
  const firstEdit = found.findIndex(([type]) => type === 'edit');
  return found.filter(([type], index) => type !== 'edit' || index === firstEdit);
}

function happeningAt(watched: Watched, root: string, key: string): readonly Happening[] {
  const value: unknown = watched.doc.getMap(root).get(key);
  switch (root) {
    case roots.published:
      if (key.startsWith('signature/') && value !== undefined) return [['signature', undefined]];
      return key.startsWith('round/') ? roundHappening(watched, value) : [];
    case roots.decisions:
      return isSeed(value) ? [] : [['decision', key]];
    case roots.comments:
      return key.endsWith('/body') && value !== undefined ? [['comment', undefined]] : [];
    case roots.session:
      return key === 'row' && typeof value === 'string' ? [['row', value]] : [];
    default:
      return key.startsWith('c-') && key.includes('-0/') ? [] : [['edit', undefined]];
  }
}

/** What all agreed on stood there before the session. */
const isSeed = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'option' in value && value.option === 'agreed';

function roundHappening({ rounds }: Watched, value: unknown): readonly Happening[] {
  const round = PublishedRoundSchema.safeParse(value);
  if (!round.success) return [];
  const { row, number, state, voted } = round.data;
  const before = rounds.get(row);
  rounds.set(row, { number, state, votes: voted.length });
  if (before?.number !== number) return [['round opened', row]];
  if (before.state !== state && state === 'closed') return [['round closed', row]];
  return voted.length > before.votes ? [['vote', row]] : [];
}

function continues(events: readonly SessionEvent[], at: Instant, actor: string): boolean {
  const last = events.at(-1);
  return last?.type === 'edit' && last.actor === actor && Date.parse(at) - Date.parse(last.at) < 10_000;
}

/** Which row was talked about when; the last one goes on to `end`. */
export function segmentsOf(events: readonly SessionEvent[], end: Instant): readonly Segment[] {
  const turns = events.filter(
    (event) => event.row !== undefined && (event.type === 'row' || event.type === 'round opened'),
  );
  const changes = turns.filter((event, index) => event.row !== turns[index - 1]?.row);
  return changes.flatMap((event, index) => {
    const until = changes[index + 1]?.at ?? end;
    return event.row !== undefined && until > event.at ? [{ row: event.row, start: event.at, end: until }] : [];
  });
}

const words: Readonly<Record<EventType, string>> = {
  row: 'moved to',
  'round opened': 'opened a round on',
  vote: 'a ballot came in on',
  'round closed': 'closed the round on',
  decision: 'settled',
  comment: 'commented',
  edit: 'drew on the consensus',
  signature: 'signed',
};

/** For people: `Chair opened a round on Nodule`. The server tells of ballots and rounds, so its name is left out. */
export function eventInWords(
  event: SessionEvent,
  nameOf: (user: string) => string,
  rowTitle: string | undefined,
): string {
  const who = event.actor === 'server' ? '' : `${nameOf(event.actor)} `;
  const about = event.row === undefined ? '' : ` ${rowTitle ?? 'a row of another case'}`;
  return `${who}${words[event.type]}${about}`;
}

/** Events that would stand on one another, as one sign: the last of them. A sign needs a fiftieth of the track. */
export function togetherOf(
  events: readonly SessionEvent[],
  { start, end }: { readonly start: number; readonly end: number },
): readonly (readonly SessionEvent[])[] {
  const groups: SessionEvent[][] = [];
  let from = Number.NEGATIVE_INFINITY;
  for (const event of events) {
    if (event.type === 'row') continue;
    const at = Date.parse(event.at);
    if (at - from < (end - start) / 50) groups[groups.length - 1]?.push(event);
    else {
      groups.push([event]);
      from = at;
    }
  }
  return groups;
}
