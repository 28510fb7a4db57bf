import type { AuditRow } from '@consilium/shared/wire/rest/projects.ts';

type Names = Readonly<Record<string, string>>;

/** `old → new` for each thing that changed, then the reason. Values that are long are cut; the saved file has them whole. @param names by user id */
export function bodyInWords(body: unknown, names: Names): string {
  if (typeof body !== 'object' || body === null) return '';
  const { old: before, new: after, why } = body as { old?: unknown; new?: unknown; why?: unknown }; // read leniently, only for showing
  const change =
    before !== undefined && after !== undefined ? `${short(before, names)} → ${short(after, names)}` : short(after ?? before, names);
  return [change, why ? `because ${String(why)}` : ''].filter(Boolean).join('; ');
}

/** People by their names, other identifiers and hashes by their first eight letters; the saved file has them whole. */
export const shortIds = (text: string, names: Names): string =>
  named(text, names).replace(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b|\b[0-9a-f]{24,64}\b/gi, (id) => `${id.slice(0, 8)}…`);

/** `session.opened` as `session opened`. */
export const actionInWords = (action: string): string => action.replaceAll('.', ' ').replaceAll('-', ' ');

const named = (text: string, names: Names): string => text.replace(/[\w-]{16,}/g, (id) => names[id] ?? id);

/** Whether every word of a search stands somewhere in the row, people by their names or ids. */
export function isMatch(row: AuditRow, words: string, names: Names): boolean {
  const told = `${row.action} ${row.target} ${row.actorName} ${JSON.stringify(row.body)}`;
  const text = `${told} ${named(told, names)}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function short(value: unknown, names: Names): string {
  if (value === undefined || value === null) return '';
  const text =
    typeof value === 'string'
      ? value
      : JSON.stringify(value).replace(/[{}"]/g, '').replaceAll(',', ', ').replaceAll(':', ': ');
  const brief = shortIds(text, names);
  return brief.length > 160 ? `${brief.slice(0, 159)}…` : brief;
}
