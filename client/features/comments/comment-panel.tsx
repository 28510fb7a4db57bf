import type { Anchor, Comment } from '@consilium/shared/domain/comment.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { Check, CornerDownRight, MapPin, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { type OpenDocument, useComments } from '../../sync/document.ts';
import { useMe } from '../../sync/me.ts';
import { useEndpoint } from '../../sync/rest.ts';
import { IconButton } from '../../ui/button.tsx';
import { Panel, PanelHeading } from '../../ui/panel.tsx';
import { mentionsIn } from '../writing/mention.ts';
import { PrivateEditor } from '../writing/private-editor.tsx';
import { RichText } from '../writing/rich-text.tsx';
import styles from './comment-panel.module.css';
import { type Thread, threadsOf } from './threads.ts';
import { dayAndTime } from '../../ui/clock-time.ts';

interface Props {
  readonly document: OpenDocument;
  readonly project: string;
  /** where the next comment is pinned; the screen changes it as the person selects or points */
  readonly anchor: Anchor;
  readonly anchorInWords: (anchor: Anchor) => string;
  readonly selected?: string | undefined;
  readonly onSelect: (comment: Comment) => void;
  readonly isReadOnly?: boolean;
}

/** Threads of a document: pinned remarks, replies, mentions, resolve and reopen. Who wrote what is the server's word. */
export function CommentPanel({
  document,
  project,
  anchor,
  anchorInWords,
  selected,
  onSelect,
  isReadOnly = document.access === 'read',
}: Props) {
  const comments = useComments(document);
  const authors = useAuthors(document, comments);
  const [isShowingResolved, showResolved] = useState(false);
  const threads = threadsOf(comments);
  const resolved = threads.filter((thread) => thread.first.isResolved);
  const add = (body: unknown, parent?: Comment): void =>
    document.apply([
      {
        type: 'add comment',
        comment: {
          id: crypto.randomUUID(),
          body,
          anchor: parent?.anchor ?? anchor,
          at: new Date().toISOString(),
          mentions: mentionsIn(body),
          ...(parent ? { parent: parent.id } : {}),
        },
      },
    ]);
  const shown = threads.filter((thread) => isShowingResolved || !thread.first.isResolved);
  return (
    <Panel label="Comments">
      <PanelHeading aside={threads.length === 0 ? undefined : `${threads.length - resolved.length} open`}>
        Comments
      </PanelHeading>
      {shown.map((thread) => (
        <ThreadView
          key={thread.first.id}
          {...{ thread, authors, document, project, isReadOnly, anchorInWords, onSelect }}
          isSelected={thread.first.id === selected}
          onReply={(body) => add(body, thread.first)}
        />
      ))}
      {resolved.length > 0 && (
        <button type="button" className={styles.more} onClick={() => showResolved(!isShowingResolved)}>
          {isShowingResolved ? 'Hide resolved' : `Show ${resolved.length} resolved`}
        </button>
      )}
      {!isReadOnly && (
        <div className={styles.new}>
          <p className={styles.anchor}>
            <MapPin size={12} aria-hidden="true" /> {anchorInWords(anchor)}
          </p>
          <PrivateEditor
            project={project}
            label="Comment, or type @ to call someone"
            sendTitle="Comment"
            about={anchor.type === 'place' ? anchor : undefined}
            onSend={(body) => add(body)}
          />
        </div>
      )}
    </Panel>
  );
}

interface ThreadProps extends Pick<Props, 'document' | 'project' | 'anchorInWords' | 'onSelect'> {
  readonly thread: Thread;
  readonly authors: Authors;
  readonly isSelected: boolean;
  readonly isReadOnly: boolean;
  readonly onReply: (body: unknown) => void;
}

function ThreadView({
  thread,
  authors,
  document,
  project,
  anchorInWords,
  onSelect,
  isSelected,
  isReadOnly,
  onReply,
}: ThreadProps) {
  const [isReplying, setReplying] = useState(false);
  const me = useMe()?.user.id;
  const { first, replies, number } = thread;
  const setResolved = (isResolved: boolean): void =>
    document.apply([
      { type: 'resolve comment', id: first.id, event: crypto.randomUUID(), isResolved, at: new Date().toISOString() },
    ]);
  return (
    <article className={styles.thread} data-selected={isSelected} aria-label={`Comment ${number}`}>
      <header className={styles.head}>
        <button type="button" className={styles.pin} onClick={() => onSelect(first)} title="Show the place">
          {number}
        </button>
        <span className={styles.anchor}>{anchorInWords(first.anchor)}</span>
        {!isReadOnly && (
          <IconButton
            icon={first.isResolved ? RotateCcw : Check}
            title={first.isResolved ? 'Reopen' : 'Resolve'}
            onClick={() => setResolved(!first.isResolved)}
          />
        )}
      </header>
      {[first, ...replies].map((comment) => (
        <div key={comment.id} className={styles.comment}>
          <p className={styles.who}>
            <b>{authors[comment.client]?.name ?? 'You'}</b> <time dateTime={comment.at}>{timeOf(comment.at)}</time>
            {!isReadOnly && (authors[comment.client]?.id ?? me) === me && (
              <IconButton
                icon={Trash2}
                title="Delete my comment"
                onClick={() => document.apply([{ type: 'remove comment', id: comment.id }])}
              />
            )}
          </p>
          <RichText value={comment.body} />
        </div>
      ))}
      {!isReadOnly && !isReplying && (
        <button type="button" className={styles.more} onClick={() => setReplying(true)}>
          <CornerDownRight size={12} /> Reply
        </button>
      )}
      {isReplying && (
        <PrivateEditor
          project={project}
          label="Reply"
          sendTitle="Reply"
          hasAutoFocus
          onCancel={() => setReplying(false)}
          onSend={(body) => {
            onReply(body);
            setReplying(false);
          }}
        />
      )}
    </article>
  );
}

type Authors = Readonly<Record<string, { id: string; name: string }>>;

/** Asked again when a writer appears who is not known yet. Offline, one's own are shown as `You`. */
function useAuthors(document: OpenDocument, comments: readonly Comment[]): Authors {
  const writers = new Set(comments.map((comment) => comment.client)).size;
  const { data } = useEndpoint(
    endpoints.authors,
    { query: { name: document.name } },
    { isEnabled: writers > 0, refetchEveryMs: 15_000 },
  );
  return data?.authors ?? {};
}

const timeOf = (at: string): string => dayAndTime(at);
