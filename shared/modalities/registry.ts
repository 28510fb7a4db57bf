import { failed, ok, type Result } from '../kernel/result.ts';
import type { Geometry } from '../domain/annotation.ts';
import type { Modality } from './contract.ts';
import { imaging } from './imaging/modality.ts';
import { text } from './text/modality.ts';

/** A modality as code that knows no kind in particular meets it: geometries and meta come from its own readers. */
export type AnyModality = Modality<Geometry, unknown>;

// A modality only ever meets geometries and meta that its own `readGeometry` and `readMeta` gave; the types cannot say so.
const all = [imaging, text] as unknown as readonly AnyModality[];

/** Every modality of this installation, in the order shown. */
export const modalities: readonly AnyModality[] = all;

/** The modality of an item, or of a geometry kind's first part (`imaging.box`: `imaging`). */
export function modalityOf(id: string): Result<AnyModality, { readonly type: 'UnknownModality'; readonly id: string }> {
  const name = id.split('.')[0];
  const found = modalities.find((one) => one.id === name);
  return found === undefined ? failed({ type: 'UnknownModality', id }) : ok(found);
}
