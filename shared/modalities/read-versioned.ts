import type * as z from 'zod/mini';
import { type Geometry, GeometrySchema } from '../domain/annotation.ts';
import { failed, ok, type Result } from '../kernel/result.ts';

/** Brings a geometry of one kind from the version it is named after to the next. */
export type Upcast = (geometry: Geometry) => Geometry;

/** By `kind/version`, such as `imaging.box/1`: the step from that version to the next. */
export type Upcasts = Readonly<Record<string, Upcast>>;

type ReadError = { readonly type: 'TooNew' | 'Malformed'; readonly at: string };

/**
 * Reads a geometry of any version: steps it up through the named upcasts, then checks it against the newest schema. A version that
 * no step leads on from and the schema does not know, or a kind of a later release, is `TooNew`: shown grey, left alone.
 * @param schema the newest version of every kind
 */
export function readVersioned<G extends Geometry>(
  value: unknown,
  schema: z.ZodMiniType<G>,
  upcasts: Upcasts,
): Result<G, ReadError> {
  const base = GeometrySchema.safeParse(value);
  if (!base.success) return failed({ type: 'Malformed', at: pathOf(base.error) });
  let geometry = base.data;
  for (let step = upcasts[keyOf(geometry)]; step !== undefined; step = upcasts[keyOf(geometry)])
    geometry = step(geometry);
  const read = schema.safeParse(geometry);
  if (read.success) return ok(read.data);
  const at = pathOf(read.error);
  return failed({ type: at === 'kind' || (at === 'version' && geometry.version > 1) ? 'TooNew' : 'Malformed', at });
}

const keyOf = (geometry: Geometry): string => `${geometry.kind}/${geometry.version}`;

const pathOf = (error: z.core.$ZodError): string => {
  const paths = error.issues.map((issue) => issue.path.join('.'));
  return paths.find((path) => path === 'version' || path === 'kind') ?? paths[0] ?? '';
};
