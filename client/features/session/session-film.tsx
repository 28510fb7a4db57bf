import type { Geometry } from '@consilium/shared/domain/annotation.ts';
import type { AnnotationId } from '@consilium/shared/domain/ids.ts';
import type { Op } from '@consilium/shared/document/op.ts';
import { ScanEye } from 'lucide-react';
import { useRef } from 'react';
import type { CommentPin, RemotePointer, ViewerMark, ViewerProps } from '../../modalities/contract.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import styles from './session.module.css';
import type { Case } from './use-case.ts';
import type { Room } from './use-room.ts';

export type FilmMode = 'overlay' | 'side by side' | 'blink';

/** One pane: all readers, or one of them. */
export interface Pane {
  readonly key: string;
  readonly title: string | undefined;
  readonly marks: readonly ViewerMark[];
}

interface Props {
  readonly room: Room;
  readonly shown: Case;
  readonly panes: readonly Pane[];
  readonly pins: readonly CommentPin[];
  readonly mode: FilmMode;
  readonly onMode: (mode: FilmMode) => void;
  readonly selection: readonly AnnotationId[];
  readonly onSelect: (ids: readonly AnnotationId[]) => void;
  readonly drawing: Pick<ViewerProps, 'tool' | 'onTool' | 'label' | 'onDraw' | 'isReadOnly'>;
  readonly onOps: (ops: readonly Op[]) => void;
  readonly onComment: (at: Geometry, source: string) => void;
  readonly onOpenComment: (comment: string) => void;
  readonly legend: React.ReactNode;
  /** tools, while something is redrawn */
  readonly children?: React.ReactNode;
}

const modes = [
  { value: 'overlay', label: 'Overlay' },
  { value: 'side by side', label: 'Side by side' },
  { value: 'blink', label: 'Blink', keys: 'KeyB' },
] as const;

/** A view that comes within this time after a hand or wheel moved is the person's own; any other is an echo. */
const gestureMs = 600;

/** The item with every reader's marks; follows the presenter until a gesture of one's own. */
export function SessionFilm(props: Props) {
  const { room, shown, panes, mode } = props;
  const { leader } = room.presence;
  const gestureAt = useRef(0);
  const onGesture = (): void => {
    gestureAt.current = performance.now();
  };
  const onView = (view: unknown): void => {
    if (!leader) return room.setView(view);
    if (performance.now() - gestureAt.current > gestureMs) return;
    room.lookAround();
    room.setView(view);
  };
  const Viewer = shown.modality?.Viewer;
  return (
    <div
      className={styles.film}
      data-following={leader !== undefined}
      style={leader && { borderColor: shown.roster.of(leader.user).colour }}
      onWheelCapture={onGesture}
      onKeyDownCapture={onGesture}
      onPointerDownCapture={onGesture}
      onPointerMoveCapture={(event) => event.buttons > 0 && onGesture()}
    >
      <div className={styles.filmBar}>
        <Lead room={room} />
        <Segmented label="How marks are laid out" options={modes} value={mode} onChange={props.onMode} />
      </div>
      {props.children}
      {Viewer ? (
        <div className={styles.panes} data-count={panes.length}>
          {panes.map((pane) => (
            <section key={pane.key} className={styles.pane} aria-label={pane.title ?? 'All readers'}>
              {pane.title && <h3 className={styles.paneTitle}>{pane.title}</h3>}
              <Viewer
                item={shown.item}
                marks={pane.marks}
                relations={room.world.consensus.relations}
                pins={props.pins}
                pointers={pointersOf(room, shown)}
                selection={props.selection}
                onSelect={props.onSelect}
                {...props.drawing}
                onOps={props.onOps}
                onComment={props.onComment}
                onOpenComment={props.onOpenComment}
                onLink={() => undefined}
                view={room.place.view}
                onView={onView}
                onPointer={room.presence.tellPointer}
              />
            </section>
          ))}
        </div>
      ) : (
        <EmptyState title="This kind of case cannot be shown here">Reload the page to update Consilium.</EmptyState>
      )}
      {props.legend}
    </div>
  );
}

/** Cursors of those who look at the same item. */
function pointersOf({ presence, place }: Room, { roster }: Case): readonly RemotePointer[] {
  return presence.present.flatMap(({ user, name, pointer, item }) =>
    pointer && item === place.item ? [{ user, name, colour: roster.of(user).colour, at: pointer }] : [],
  );
}

/** Who leads the view, and the way out of it and back. */
function Lead({ room }: { room: Room }) {
  const { presence, world, isPresenter, isReplaying, mayWrite, facts } = room;
  if (isReplaying) return <p className={styles.lead}>As it was: nothing can be changed here</p>;
  const presenter = presence.present.find(({ user }) => user === (world.presenter ?? facts.session.chair));
  return (
    <div className={styles.lead} role="status">
      <ScanEye size={16} aria-hidden="true" />
      {isPresenter ? (
        <span>You are presenting</span>
      ) : presence.leader ? (
        <>
          <span>
            You are following <b>{presence.leader.name}</b>
          </span>
          <Button keys="Escape" onClick={room.lookAround}>
            Look around
          </Button>
        </>
      ) : presenter ? (
        <>
          <span>
            <b>{presenter.name}</b> presents
          </span>
          <Button keys="KeyF" onClick={presence.follow}>
            Follow
          </Button>
        </>
      ) : (
        <span>Nobody is presenting</span>
      )}
      {!isPresenter && mayWrite && (
        <Button variant="quiet" onClick={room.present}>
          Present
        </Button>
      )}
    </div>
  );
}
