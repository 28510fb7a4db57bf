import type { ReadingValues } from '../domain/annotation.ts';

/**
 * The one way to write values as text for hashing and signing: keys sorted (RFC 8785 for the values that occur here: finite numbers,
 * strings, booleans, arrays, plain objects; `undefined` members left out).
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((one) => canonicalJson(one ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}

/** What a submission and a signature bind: annotations, relations and answers, nothing of how they are kept. */
export const contentToHash = (values: ReadingValues): string =>
  canonicalJson({ annotations: values.annotations, relations: values.relations, answers: values.answers });
