import type { Row } from '@consilium/shared/consensus/comparison.ts';
import type { Annotation } from '@consilium/shared/domain/annotation.ts';
import type { ViewerMark } from '../../modalities/contract.ts';
import { standingFor } from './redrawn.ts';
import type { Roster } from './roster.ts';

export interface MarksWanted {
  readonly rows: readonly Row[];
  readonly current: string | undefined;
  readonly roster: Roster;
  readonly hidden: ReadonlySet<string>;
  /** one reader's marks alone (side by side, blink); `undefined`: everybody's */
  readonly only: string | undefined;
  readonly consensus: readonly Annotation[];
  /** what the looked-at option would put into the consensus, with its words */
  readonly proposal: { readonly annotation: Annotation; readonly title: string } | undefined;
  /** the row whose consensus mark is drawn together now */
  readonly redraw: string | undefined;
  readonly labelName: (label: string) => string;
}

export const consensusLayer = 'consensus';
const consensusColour = '#f5f3ee';

/** Every reader's marks in their own hue and dash with their letter; the consensus and the proposal as a double line. */
export function sessionMarks(wanted: MarksWanted): readonly ViewerMark[] {
  return [
    ...wanted.rows.flatMap((row) => readersMarks(row, wanted)),
    ...consensusMarks(wanted),
    ...proposalMarks(wanted),
  ];
}

function readersMarks(row: Row, { current, roster, hidden, only, labelName }: MarksWanted): readonly ViewerMark[] {
  if (row.subject !== 'finding') return [];
  return row.sides.map(({ reader, annotation }) => {
    const { colour, pattern, letter } = roster.of(reader);
    return {
      key: `${reader}/${annotation.id}`,
      annotation,
      style: { colour, pattern, badge: letter, isFaint: current !== undefined && row.id !== current },
      title: row.id === current && row.type === 'label differs' ? labelName(annotation.label) : '',
      layer: reader,
      isEditable: false,
      isHidden: only === undefined ? hidden.has(reader) : reader !== only,
      isLocked: true,
    };
  });
}

function consensusMarks({ consensus, current, redraw, proposal, only, labelName }: MarksWanted): readonly ViewerMark[] {
  const standing = current === undefined ? undefined : standingFor(current, consensus);
  const shown = consensus.filter((annotation) => proposal === undefined || annotation !== standing);
  return shown.map((annotation) => {
    const isCurrent = annotation === standing;
    const isEditable = isCurrent && redraw === current;
    return {
      key: `${consensusLayer}/${annotation.id}`,
      annotation,
      style: { colour: consensusColour, pattern: 'double', isFaint: current !== undefined && !isCurrent },
      title: isCurrent ? `Consensus: ${labelName(annotation.label)}` : '',
      layer: consensusLayer,
      isEditable,
      isHidden: only !== undefined && !isCurrent,
      isLocked: !isEditable,
    };
  });
}

function proposalMarks({ proposal }: MarksWanted): readonly ViewerMark[] {
  if (proposal === undefined) return [];
  return [
    {
      key: 'proposal',
      annotation: proposal.annotation,
      style: { colour: consensusColour, pattern: 'double' },
      title: proposal.title,
      layer: 'proposal',
      isEditable: false,
      isHidden: false,
      isLocked: true,
    },
  ];
}

/** The row a mark belongs to, by annotation id. */
export function rowOfMark(rows: readonly Row[], annotation: string): Row | undefined {
  return rows.find(
    (row) =>
      row.subject === 'finding' &&
      (row.sides.some((side) => side.annotation.id === annotation) ||
        annotation.startsWith(`c-${row.id.slice(0, 40)}-`)),
  );
}
