import type { Row } from '@consilium/shared/consensus/comparison.ts';
import type { Anchor } from '@consilium/shared/domain/comment.ts';
import type { BallotOption } from '@consilium/shared/consensus/ballot-option.ts';
import type { PublishedRound } from '@consilium/shared/wire/rest/sessions.ts';
import { ArrowRight, MessageSquare, PenTool } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { codeWhenThere } from '../../ui/code-when-there.ts';
import { Button } from '../../ui/button.tsx';
import { AnswerTogether } from './answer-together.tsx';
import { RationalePanel } from './rationale-panel.tsx';
import { RoundPanel } from './round-panel.tsx';
import styles from './session.module.css';
import { SignOffPanel } from './sign-off-panel.tsx';
import type { Ballot } from './use-ballot.ts';
import type { Case } from './use-case.ts';
import type { Discussion } from './use-discussion.ts';
import type { Room } from './use-room.ts';
import type { Settling } from './use-settling.ts';
import { VotePanel, votersOf } from './vote-panel.tsx';

const CommentPanel = lazy(async () => ({ default: (await codeWhenThere(() => import('../comments/comment-panel.tsx'))).CommentPanel }));

interface Props {
  readonly room: Room;
  readonly shown: Case;
  readonly row: Row;
  readonly round: PublishedRound | undefined;
  readonly options: readonly BallotOption[];
  /** what a new round would offer */
  readonly fresh: readonly BallotOption[];
  readonly looked: string | undefined;
  readonly ballot: Ballot | undefined;
  readonly settling: Settling;
  readonly discussion: Discussion;
  /** the next row that is not settled */
  readonly next: Row | undefined;
  readonly onChoose: (option: string) => void;
  readonly onRedraw: () => void;
  readonly onNext: (row: string) => void;
}

/** The present row, from the question to the signature. */
export function SessionSide(props: Props) {
  const { room, shown, row, round, options, ballot, settling, next } = props;
  const { facts, world, maySettle } = room;
  const number = shown.disagreements.indexOf(row) + 1;
  const decision = world.decisions[row.id];
  return (
    <div className={styles.side}>
      <VotePanel
        row={row}
        number={number || undefined}
        round={round}
        options={options}
        ballot={ballot}
        looked={props.looked}
        roster={shown.roster}
        voters={votersOf(
          shown.roster.readers,
          facts.session.chair,
          round,
          facts.isMember ? facts.me.user.id : undefined,
        )}
        me={facts.me.user.id}
        onChoose={props.onChoose}
      >
        <Redraw {...props} />
        {room.session?.isReady && (number > 0 || round) && (
          <RoundPanel
            facts={facts}
            item={shown.item.id}
            row={row.id}
            round={round}
            options={props.fresh}
            decision={decision}
            roster={shown.roster}
            mayWrite={maySettle}
            obstacle={obstacleTo(round, row, settling)}
            onSettle={settling.settle}
          />
        )}
        {decision && next && (
          <div className={styles.round}>
            <Button icon={ArrowRight} keys="KeyN" isFullWidth onClick={() => props.onNext(next.id)}>
              Next: {next.title}
            </Button>
          </div>
        )}
      </VotePanel>
      <RationalePanel room={room} row={row.id} roster={shown.roster} />
      <SignOffPanel room={room} shown={shown} />
      <Comments {...props} />
    </div>
  );
}

function obstacleTo(round: PublishedRound | undefined, row: Row, settling: Settling): string | undefined {
  const winner = round?.options.find(({ id }) => id === round.outcome?.option);
  const isUndrawn = winner?.kind === 'redrawn' && row.subject === 'finding' && settling.standing === undefined;
  return isUndrawn ? 'Draw it together first; then it goes into the consensus as drawn.' : undefined;
}

/** Opens the mark, or the answer, for everybody. */
function Redraw({ room, shown, row, settling, onRedraw }: Props) {
  const { world, maySettle, consensus } = room;
  if (!maySettle || !consensus) return null;
  const attribute =
    row.subject === 'answer' ? shown.protocol.itemAttributes.find(({ id }) => id === row.attribute) : undefined;
  if (settling.isRedrawing)
    return attribute ? (
      <div className={styles.round}>
        <AnswerTogether attribute={attribute} value={world.consensus.answers[attribute.id]} consensus={consensus} />
        <Button onClick={settling.endRedraw}>Done</Button>
      </div>
    ) : null;
  return (
    <div className={styles.round}>
      <Button variant="quiet" icon={PenTool} keys="KeyR" onClick={onRedraw}>
        {attribute ? 'Answer together' : 'Redraw together'}
      </Button>
    </div>
  );
}

function Comments({ room, shown, row, discussion }: Props) {
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (discussion.isOpen) end.current?.scrollIntoView({ block: 'nearest' });
  }, [discussion.isOpen]);
  const inWords = (anchor: Anchor): string => {
    if (anchor.type === 'row') return shown.comparison.rows.find(({ id }) => id === anchor.row)?.title ?? 'A row';
    return anchor.type === 'place' ? 'A place' : anchor.type === 'annotation' ? 'A mark' : 'The whole case';
  };
  return (
    <div ref={end} className={styles.comments} data-row={row.id}>
      <Button
        variant="quiet"
        icon={MessageSquare}
        keys="KeyC"
        ariaExpanded={discussion.isOpen}
        onClick={discussion.toggle}
      >
        {discussion.threads === 0 ? 'Comments' : `${discussion.threads} open comments`}
      </Button>
      {discussion.isOpen && room.consensus?.isReady && !room.isReplaying && (
        <Suspense fallback={null}>
          <CommentPanel
            document={room.consensus}
            project={room.facts.session.project}
            anchor={discussion.anchor}
            anchorInWords={inWords}
            selected={discussion.selected}
            onSelect={(comment) => discussion.open(comment.id)}
            isReadOnly={!room.maySettle}
          />
        </Suspense>
      )}
    </div>
  );
}
