import * as z from 'zod/mini';
import type { Json } from './canonical.ts';

const JsonValue = z.json();

/** Who did what to what, when and why; `old` and `new` are the values before and after, where there are such. */
export const AuditEventSchema = z.object({
  at: z.iso.datetime(),
  actorId: z.string().check(z.minLength(1)),
  action: z.string().check(z.minLength(1)), // such as `reading.submitted`
  projectId: z.nullable(z.string()),
  target: z.string(), // such as a document's or an item's name
  old: z.optional(JsonValue),
  new: z.optional(JsonValue),
  why: z.optional(z.string()),
});

export interface AuditEvent {
  readonly at: string;
  readonly actorId: string;
  readonly action: string;
  readonly projectId: string | null;
  readonly target: string;
  readonly old?: Json;
  readonly new?: Json;
  readonly why?: string;
}
