import { settleOps } from '@consilium/shared/consensus/settle.ts';
import type { Row } from '@consilium/shared/consensus/comparison.ts';
import { type Annotation, AnnotationSchema, type Geometry } from '@consilium/shared/domain/annotation.ts';
import type { SourceId } from '@consilium/shared/domain/ids.ts';
import type { BallotOption } from '@consilium/shared/consensus/ballot-option.ts';
import type { PublishedRound } from '@consilium/shared/wire/rest/sessions.ts';
import { generateKeyBetween } from 'fractional-indexing';
import { freeConsensusId, standingFor } from './redrawn.ts';
import type { Case } from './use-case.ts';
import type { Room } from './use-room.ts';

export interface Settling {
  readonly standing: Annotation | undefined;
  readonly isRedrawing: boolean;
  /** puts a closed round's winning option into the consensus: the same on whichever device does it */
  settle(round: PublishedRound): void;
  /** opens the mark for everybody, beginning with what is looked at */
  beginRedraw(from: Annotation | undefined): void;
  endRedraw(): void;
  draw(geometry: Geometry, source: string): undefined;
}

/** What a member does to the consensus of a row. */
export function useSettling(room: Room, shown: Case | undefined, row: Row | undefined): Settling {
  const { world, consensus, maySettle } = room;
  const { annotations } = world.consensus;
  const standing = row && standingFor(row.id, annotations);
  const place = (geometry: Geometry, from: Pick<Annotation, 'source' | 'label' | 'attributes'>): void => {
    if (!row || !shown || !consensus || !maySettle) return;
    const { source, label, attributes } = from;
    const id = freeConsensusId(consensus.doc, row.id);
    const order = generateKeyBetween(annotations.at(-1)?.order ?? null, null);
    const annotation: Annotation = { id, source, label, geometry, attributes, protocol: shown.protocolVersion, order };
    consensus.apply([{ type: 'add annotation', annotation }]);
  };
  return {
    standing,
    isRedrawing: row !== undefined && world.redraw === row.id && maySettle,
    settle: (round) => {
      const option = round.options.find(({ id }) => id === round.outcome?.option);
      if (!row || row.id !== round.row || !option || !consensus) return;
      consensus.apply(settleOps(row, option, round.number, world.consensus, round.closedAt ?? round.openedAt));
      room.setShared('redraw', undefined);
    },
    beginRedraw: (from) => {
      if (from && !standing) place(from.geometry, from);
      room.setShared('redraw', row?.id);
    },
    endRedraw: () => room.setShared('redraw', undefined),
    draw: (geometry, source): undefined => {
      const first = row?.subject === 'finding' ? row.sides[0]?.annotation : undefined;
      if (standing) consensus?.apply([{ type: 'set geometry', id: standing.id, geometry }]);
      else if (first) place(geometry, { ...first, source: source as SourceId, attributes: {} }); // the viewer draws on a source of the item
    },
  };
}

/** What an option would put into the consensus, to be shown; `undefined` where it has nothing to show. */
export function proposalOf(option: BallotOption | undefined): Annotation | undefined {
  const value: unknown = option?.value;
  if (typeof value !== 'object' || value === null) return undefined;
  const parsed = AnnotationSchema.safeParse({ ...value, id: 'proposal', order: 'a0' });
  return parsed.success ? parsed.data : undefined;
}
