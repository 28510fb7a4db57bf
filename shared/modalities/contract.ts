import type { Geometry } from '../domain/annotation.ts';
import type { Result } from '../kernel/result.ts';

/** What every modality says of itself; the rest of the system asks only this (ARCHITECTURE.md section 4). */
export interface Modality<G extends Geometry = Geometry, Meta = unknown> {
  readonly id: string; // `imaging`, `text`
  readonly title: string;
  /** every geometry kind, with its name for people and the key of its tool */
  readonly kinds: readonly { readonly kind: string; readonly title: string; readonly key: string }[];
  /** Reads an item's meta as import stored it. */
  readMeta(value: unknown): Result<Meta, { type: 'Malformed'; at: string }>;
  /** Reads a geometry of any version, brought up to the newest; too new or malformed is an error and stays untouched. */
  readGeometry(value: unknown): Result<G, { type: 'TooNew' | 'Malformed'; at: string }>;
  /** How alike two geometries on the same source are, in [0, 1]: 1 equal, 0 nothing in common. Kinds that cannot be compared give 0. */
  similarity(a: G, b: G, meta: Meta): number;
  /** How two geometries of one finding lie apart, in words: `IoU 0.41`, `offset 9 mm`. */
  apart(a: G, b: G, meta: Meta): string;
  /** One geometry from several, for a proposal: what all share, or what any covers; `undefined` where it makes no sense or is empty. */
  combine(geometries: readonly G[], how: 'intersection' | 'union' | 'majority', meta: Meta): G | undefined;
  /** In words, with measures: `polygon, 14 points, 17 mm`, `“left basal opacity”`. `content` is the source's text, where it is at hand. */
  describe(geometry: G, meta: Meta, content?: string): string;
  /** Where it stands, for ordering and jumping: slice or character position. */
  place(geometry: G): number;
}
