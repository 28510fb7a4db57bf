import type * as Y from 'yjs';
import {
  type AmbiguityRule,
  type Attribute,
  defaultProtocolSettings,
  type Label,
  type ProtocolSettings,
  ProtocolSettingsSchema,
  type RelationType,
  unfinishedEntries,
} from '../domain/protocol.ts';
import type { Op } from './op.ts';
import { mapOf, roots } from './roots.ts';

/** What leads are writing; everything of a protocol but the guideline, which is a fragment of its own (`roots.guideline`). */
export interface Draft {
  readonly labels: readonly Label[];
  readonly relations: readonly RelationType[];
  readonly itemAttributes: readonly Attribute[];
  readonly rules: readonly AmbiguityRule[];
  readonly settings: ProtocolSettings;
  /** keys whose values no schema reads, with the reason: publishing lists them */
  readonly unreadable: readonly { readonly key: string; readonly why: string }[];
}

const { LabelSchema, RelationTypeSchema, AttributeSchema, AmbiguityRuleSchema } = unfinishedEntries;

/** The kinds of entry, and the prefix of their keys in the root `draft`. Each entry is one value; settings are one value under `settings`. */
const kinds = {
  labels: ['label', LabelSchema],
  relations: ['relation', RelationTypeSchema],
  itemAttributes: ['attribute', AttributeSchema],
  rules: ['rule', AmbiguityRuleSchema],
} as const;
export type DraftKind = keyof typeof kinds;

/** Everything in the draft, each list in its order (fractional index, ties by id). */
export function readDraft(doc: Y.Doc): Draft {
  const map = mapOf(doc, roots.draft);
  const unreadable: { key: string; why: string }[] = [];
  const all = <T extends { id: string; order: string }>(
    prefix: string,
    parse: (value: unknown) => { success: boolean; data?: T; error?: { message: string } },
  ): T[] => {
    const found: T[] = [];
    for (const [key, value] of map.entries()) {
      if (!key.startsWith(`${prefix}/`)) continue;
      const parsed = parse(value);
      if (parsed.data !== undefined) found.push(parsed.data);
      else unreadable.push({ key, why: parsed.error?.message ?? 'cannot be read' });
    }
    return found.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : a.id < b.id ? -1 : 1));
  };
  const settings = ProtocolSettingsSchema.safeParse(map.get('settings') ?? defaultProtocolSettings);
  if (!settings.success) unreadable.push({ key: 'settings', why: settings.error.message });
  return {
    labels: all('label', (value) => LabelSchema.safeParse(value)),
    relations: all('relation', (value) => RelationTypeSchema.safeParse(value)),
    itemAttributes: all('attribute', (value) => AttributeSchema.safeParse(value)),
    rules: all('rule', (value) => AmbiguityRuleSchema.safeParse(value)),
    settings: settings.data ?? defaultProtocolSettings,
    unreadable,
  };
}

/** Puts an entry into the draft, or changes it: the whole entry is one value. */
export const setEntry = (kind: DraftKind, entry: { id: string }): Op => ({
  type: 'set value',
  root: 'draft',
  key: `${kinds[kind][0]}/${entry.id}`,
  value: entry,
});

export const removeEntry = (kind: DraftKind, id: string): Op => ({
  type: 'set value',
  root: 'draft',
  key: `${kinds[kind][0]}/${id}`,
  value: undefined,
});

export const setSettings = (settings: ProtocolSettings): Op => ({
  type: 'set value',
  root: 'draft',
  key: 'settings',
  value: settings,
});
