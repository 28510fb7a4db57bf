import type { AnnotationId } from '@consilium/shared/domain/ids.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { useState } from 'react';
import { ReadingScreen } from '../../app/shell/reading-screen.tsx';
import { useComments } from '../../sync/document.ts';
import { useCall } from '../../sync/rest.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { notify } from '../../ui/notify.ts';
import { Legend } from './legend.tsx';
import { MinutesDialog } from './minutes-dialog.tsx';
import { panesOf } from './panes.ts';
import { isSessionClosed, roundOf } from './published.ts';
import { RedrawBar } from './redraw-bar.tsx';
import { RowList } from './row-list.tsx';
import { nextUnsettled, stepRow } from './row-state.ts';
import { SessionFilm } from './session-film.tsx';
import { rowOfMark } from './session-marks.ts';
import { SessionSide } from './session-side.tsx';
import { SessionActions, SessionCrumbs } from './session-top.tsx';
import { Timeline } from './timeline.tsx';
import { useBallot } from './use-ballot.ts';
import { useDiscussion } from './use-discussion.ts';
import { useFilmState } from './use-film-state.ts';
import { useRoom } from './use-room.ts';
import { useSessionCommands } from './use-session-commands.ts';
import type { SessionFacts } from './use-session-facts.ts';
import { proposalOf, useSettling } from './use-settling.ts';
import { isStanding, withRedrawn } from './redrawn.ts';

/** The room itself: rows, film, vote, timeline. */
export function SessionRoom({ facts }: { facts: SessionFacts }) {
  const room = useRoom(facts);
  const { world, row, place, presence } = room;
  const shown = room.case.type === 'ready' ? room.case.value : undefined;
  const settling = useSettling(room, shown, row);
  const film = useFilmState(shown?.roster.readers.map(({ id }) => id) ?? []);
  const [selection, setSelection] = useState<readonly AnnotationId[]>([]);
  const [looked, lookAt] = useState<{ row: string; option: string }>();
  const [tool, setTool] = useState('select');
  const [open, setOpen] = useState<'minutes' | 'end'>();
  const discussion = useDiscussion(useComments(room.isReplaying ? undefined : room.consensus), row);

  const round = roundOf(world.published, row?.id);
  const ballot = useBallot(facts.session.id, room.isReplaying ? undefined : round, facts.me.user.id, room.maySettle);
  const fresh = shown && row ? withRedrawn(shown.optionsOf(row), settling.standing, shown.describe) : [];
  const options =
    round?.state === 'open' ? withRedrawn(round.options, settling.standing, shown?.describe ?? String) : fresh;
  const lookedId = (looked?.row === row?.id ? looked?.option : undefined) ?? ballot?.choice;
  const lookedOption =
    options.find(({ id }) => id === lookedId) ??
    (settling.standing ? undefined : options.find(({ kind }) => kind === 'majority'));
  const isRedrawing = settling.isRedrawing && row?.subject === 'finding';
  const proposal = isRedrawing || isStanding(lookedOption, settling.standing) ? undefined : proposalOf(lookedOption);
  const isClosed = isSessionClosed(world.published, facts.session);
  const goToRow = (id: string | undefined): void => {
    if (id === undefined || place.item === undefined) return;
    const wanted = shown?.comparison.rows.find((one) => one.id === id);
    const marks = wanted?.subject === 'finding' ? wanted.sides.map(({ annotation }) => annotation.geometry) : [];
    room.goTo(place.item, id, shown?.modality?.viewOn(marks, shown.item.meta, place.view));
  };
  const choose = (option: string): void => {
    if (row) lookAt({ row: row.id, option });
    ballot?.vote(option);
  };
  const select = (ids: readonly AnnotationId[]): void => {
    setSelection(ids);
    presence.tellSelection(ids);
    const next = shown && ids[0] ? rowOfMark(shown.comparison.rows, ids[0]) : undefined;
    if (next && next.id !== row?.id) goToRow(next.id);
  };
  const stepCase = (by: 1 | -1): void => {
    const next = facts.items[facts.items.findIndex(({ id }) => id === place.item) + by];
    if (next) room.goTo(next.id, undefined);
  };
  const following = nextUnsettled(shown?.disagreements ?? [], world.decisions, row?.id);
  const nextOpen = following && following.id !== row?.id ? following : undefined;

  useSessionCommands({
    step: (by) => goToRow(stepRow(shown?.disagreements ?? [], row?.id, by)?.id),
    stepCase,
    nextOpen: nextOpen && (() => goToRow(nextOpen.id)),
    options: options.map(({ id, text }) => ({ text, choose: () => choose(id) })),
    isVoting: ballot !== undefined,
    readers: (shown?.roster.readers ?? []).map(({ id, name }) => ({ name, toggle: () => film.toggle(id) })),
    mode: film.mode,
    setMode: film.setMode,
    lookAround: presence.leader && room.lookAround,
    follow: room.isPresenter || presence.leader ? undefined : presence.follow,
    present: room.isPresenter || !room.mayWrite ? undefined : room.present,
    comment: discussion.begin,
    minutes: () => setOpen('minutes'),
    redraw: row && room.maySettle ? () => settling.beginRedraw(proposal) : undefined,
    undo: room.maySettle && room.consensus ? () => room.consensus?.undo.undo() : undefined,
    redo: room.maySettle && room.consensus ? () => room.consensus?.undo.redo() : undefined,
  });

  return (
    <ReadingScreen
      title={`${facts.session.name}, ${shown?.item.name ?? 'session'}`}
      home={`/projects/${facts.session.project}/sessions`}
      top={<SessionCrumbs room={room} onStep={stepCase} />}
      topEnd={
        <SessionActions
          room={room}
          roster={shown?.roster}
          isClosed={isClosed}
          onMinutes={() => setOpen('minutes')}
          onEnd={() => setOpen('end')}
        />
      }
      leftTitle="Rows"
      left={
        shown && (
          <RowList
            shown={shown}
            world={world}
            current={row?.id}
            discussed={presence.leader?.row ?? world.row ?? row?.id}
            onRow={goToRow}
          />
        )
      }
      sideTitle={round?.state === 'open' ? 'Vote now' : 'Vote'}
      side={
        shown && row ? (
          <SessionSide
            room={room}
            shown={shown}
            row={row}
            round={round}
            options={options}
            fresh={fresh}
            looked={lookedOption?.id}
            ballot={ballot}
            settling={settling}
            discussion={discussion}
            next={nextOpen}
            onChoose={choose}
            onRedraw={() => settling.beginRedraw(proposal)}
            onNext={goToRow}
          />
        ) : null
      }
      bottom={<Timeline replaying={room.replaying} rows={shown?.comparison.rows ?? []} roster={shown?.roster} />}
    >
      {room.case.type === 'failed' && (
        <Notice kind="stop" title="This case cannot be shown">
          {room.case.why}
        </Notice>
      )}
      {room.case.type === 'loading' && <EmptyState title="Fetching the readings …" />}
      {shown && (
        <SessionFilm
          room={room}
          shown={shown}
          panes={panesOf(film, {
            rows: shown.comparison.rows,
            current: row?.subject === 'finding' ? row.id : undefined,
            roster: shown.roster,
            consensus: world.consensus.annotations,
            proposal: proposal && { annotation: proposal, title: `Proposed: ${lookedOption?.text.split(': ')[0]}` },
            redraw: isRedrawing ? row?.id : undefined,
            labelName: (id) => shown.labelOf(id)?.name ?? id,
          })}
          pins={discussion.pins}
          mode={film.mode}
          onMode={film.setMode}
          selection={presence.leader ? (presence.leader.selection as readonly AnnotationId[]) : selection} // compared only, never written
          onSelect={select}
          drawing={{
            tool: isRedrawing ? tool : 'select',
            onTool: setTool,
            label: shown.labelOf(
              settling.standing?.label ?? (row?.subject === 'finding' ? (row.sides[0]?.annotation.label ?? '') : ''),
            ),
            onDraw: settling.draw,
            isReadOnly: !isRedrawing,
          }}
          onOps={(ops) => isRedrawing && room.consensus?.apply(ops)}
          onComment={discussion.pinAt}
          onOpenComment={discussion.open}
          legend={<Legend roster={shown.roster} hidden={film.hidden} only={film.only} onToggle={film.toggle} />}
        >
          {isRedrawing && room.consensus && (
            <RedrawBar
              shown={shown}
              consensus={room.consensus}
              standing={settling.standing}
              tool={tool}
              onTool={setTool}
              onDone={settling.endRedraw}
            />
          )}
        </SessionFilm>
      )}
      {open === 'minutes' && (
        <MinutesDialog session={facts.session.id} name={facts.session.name} onClose={() => setOpen(undefined)} />
      )}
      <EndSession facts={facts} isOpen={open === 'end'} onClose={() => setOpen(undefined)} />
    </ReadingScreen>
  );
}

function EndSession({ facts, isOpen, onClose }: { facts: SessionFacts; isOpen: boolean; onClose: () => void }) {
  const { run } = useCall(endpoints.closeSession);
  const end = async (): Promise<void> => {
    const ended = await run({ params: { session: facts.session.id } });
    notify(
      ended.ok ? 'The session is closed. Its minutes stay.' : ended.error.message,
      ended.ok ? 'done' : 'attention',
    );
    onClose();
  };
  return (
    <ConfirmDialog
      title="End the session?"
      isOpen={isOpen}
      onClose={onClose}
      confirm="End session"
      isDanger
      onConfirm={end}
    >
      Nobody can vote, write or sign in it afterwards. Cases that are not signed stay open for another session.
    </ConfirmDialog>
  );
}
