import { readDocument, type DocumentValues } from '@consilium/shared/document/read.ts';
import { mapOf, roots } from '@consilium/shared/document/roots.ts';
import * as z from 'zod/mini';
import type * as Y from 'yjs';

const DecisionSchema = z.object({ option: z.string(), annotations: z.array(z.string()), at: z.string() });
export type Decided = z.infer<typeof DecisionSchema>;

export interface Dissent {
  readonly row: string;
  readonly user: string;
  readonly text: string;
}

type Values = Readonly<Record<string, unknown>>;

/** All that the screen shows of a session's documents, live or replayed. */
export interface SessionWorld {
  readonly consensus: DocumentValues;
  readonly decisions: Readonly<Record<string, Decided>>;
  readonly published: Values;
  readonly dissents: readonly Dissent[];
  readonly presenter: string | undefined;
  readonly item: string | undefined;
  readonly row: string | undefined;
  /** the row that is being redrawn together */
  readonly redraw: string | undefined;
}

export interface WorldRoots {
  readonly consensus: DocumentValues;
  readonly decisions: Values;
  readonly session: Values;
  readonly published: Values;
  readonly dissent: Values;
}

/** Reads leniently: what another version wrote and this one cannot read is left out. */
export function worldFrom({ consensus, decisions, session, published, dissent }: WorldRoots): SessionWorld {
  return {
    consensus,
    decisions: Object.fromEntries(
      Object.entries(decisions).flatMap(([row, value]) => {
        const parsed = DecisionSchema.safeParse(value);
        return parsed.success ? [[row, parsed.data]] : [];
      }),
    ),
    published,
    dissents: Object.entries(dissent).flatMap(([key, text]) => {
      const [row, user] = key.split('/');
      return row && user && typeof text === 'string' && text.trim() !== '' ? [{ row, user, text }] : [];
    }),
    presenter: wordAt(session, 'presenter'),
    item: wordAt(session, 'item'),
    row: wordAt(session, 'row'),
    redraw: wordAt(session, 'redraw'),
  };
}

function wordAt(values: Values, key: string): string | undefined {
  const value = values[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The world as two documents hold it now; either may be missing (not yet written to). */
export function worldOfDocuments(session: Y.Doc, consensus: Y.Doc): SessionWorld {
  const read = (doc: Y.Doc, root: (typeof roots)[keyof typeof roots]) => Object.fromEntries(mapOf(doc, root).entries());
  return worldFrom({
    consensus: readDocument(consensus),
    decisions: read(consensus, roots.decisions),
    session: read(session, roots.session),
    published: read(session, roots.published),
    dissent: read(session, roots.dissent),
  });
}
