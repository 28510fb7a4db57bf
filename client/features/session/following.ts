import * as z from 'zod/mini';
import { type Geometry, GeometrySchema } from '@consilium/shared/domain/annotation.ts';
import type { RemoteState } from '../../sync/document.ts';

/** Where somebody is: a case, a row of it, and how they look at it. */
export interface Whereabouts {
  readonly item: string | undefined;
  readonly row: string | undefined;
  readonly view: unknown;
}

/** A member who is here now, as their device tells. */
export interface Present extends Whereabouts {
  readonly user: string;
  readonly name: string;
  readonly pointer: Geometry | undefined;
  readonly selection: readonly string[];
}

const ViewSchema = z.object({
  item: z.optional(z.nullable(z.string())),
  row: z.optional(z.nullable(z.string())),
  view: z.optional(z.unknown()),
});
const SelectionSchema = z.array(z.string());

/** Reads what a colleague's device sends; what makes no sense is left out (SESS10). Of several windows of one person the latest counts. */
export function presentFrom(states: readonly RemoteState[]): readonly Present[] {
  const byUser = new Map<string, Present>();
  for (const { user, state } of states) {
    const place = ViewSchema.safeParse(state.view);
    const pointer = GeometrySchema.safeParse(state.pointer);
    const selection = SelectionSchema.safeParse(state.selection);
    byUser.set(user.id, {
      user: user.id,
      name: user.name,
      item: (place.success ? place.data.item : undefined) ?? undefined,
      row: (place.success ? place.data.row : undefined) ?? undefined,
      view: place.success ? place.data.view : undefined,
      pointer: pointer.success ? pointer.data : undefined,
      selection: selection.success ? selection.data : [],
    });
  }
  return [...byUser.values()];
}

export interface Following {
  readonly me: string;
  readonly presenter: string | undefined;
  readonly isLookingAround: boolean;
  readonly present: readonly Present[];
}

/** Whom I follow: the presenter, when that is somebody else, who is here, and I do not look around (SESS5). */
export function followed({ me, presenter, isLookingAround, present }: Following): Present | undefined {
  if (isLookingAround || presenter === undefined || presenter === me) return undefined;
  return present.find((one) => one.user === presenter);
}

/** The place to show: of whom I follow, else my own, else where the session document says the session is. */
export function placeToShow(leader: Present | undefined, own: Whereabouts, shared: Whereabouts): Whereabouts {
  if (leader) return { item: leader.item ?? shared.item, row: leader.row ?? shared.row, view: leader.view };
  return own.item === undefined ? { ...shared, view: undefined } : own;
}
