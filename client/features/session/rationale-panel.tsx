import { rationaleRoot } from '@consilium/shared/document/roots.ts';
import { yXmlFragmentToProsemirrorJSON } from '@tiptap/y-tiptap';
import { lazy, Suspense, useState } from 'react';
import type { OpenDocument } from '../../sync/document.ts';
import { codeWhenThere } from '../../ui/code-when-there.ts';
import { Button } from '../../ui/button.tsx';
import { TextArea } from '../../ui/fields.tsx';
import { Panel, PanelHeading } from '../../ui/panel.tsx';
import { RichText } from '../writing/rich-text.tsx';
import { PersonBadge } from './person-badge.tsx';
import type { Roster } from './roster.ts';
import styles from './session.module.css';
import type { Room } from './use-room.ts';

const SharedEditor = lazy(async () => ({ default: (await codeWhenThere(() => import('../writing/shared-editor.tsx'))).SharedEditor }));

interface Props {
  readonly room: Room;
  readonly row: string;
  readonly roster: Roster;
}

/** Why, written together; and who sees it otherwise, in their own words under their own name. */
export function RationalePanel({ room, row, roster }: Props) {
  const { session, facts, isReplaying, replaying, maySettle } = room;
  const replayed = replaying.replay?.doc(`session/${facts.session.id}`);
  return (
    <Panel label="Rationale">
      <PanelHeading aside="goes into the record">Rationale</PanelHeading>
      <div className={styles.rationale}>
        {isReplaying && replayed ? (
          replayed.getXmlFragment(rationaleRoot(row)).length === 0 ? (
            <p className={styles.dim}>Nothing was written of it by then.</p>
          ) : (
            <RichText value={yXmlFragmentToProsemirrorJSON(replayed.getXmlFragment(rationaleRoot(row)))} />
          )
        ) : (
          session?.isReady && (
            <Suspense fallback={null}>
              <SharedEditor
                key={row}
                document={session}
                root={rationaleRoot(row)}
                project={facts.session.project}
                label="Rationale"
                placeholder="Why this is the reference; written together"
                hasTools={false}
                isReadOnly={!maySettle}
                colourOf={(user) => roster.of(user).colour}
              />
            </Suspense>
          )
        )}
      </div>
      <Dissents room={room} row={row} roster={roster} />
    </Panel>
  );
}

function Dissents({ room, row, roster }: Props) {
  const { world, facts, maySettle, session } = room;
  const me = facts.me.user.id;
  const dissents = world.dissents.filter((dissent) => dissent.row === row);
  const mine = dissents.find(({ user }) => user === me)?.text ?? '';
  return (
    <>
      {dissents.map(({ user, text }) => (
        <p key={user} className={styles.dissent} data-testid="dissent">
          <PersonBadge person={roster.of(user)} />
          <span>
            <b>Dissent</b> {roster.of(user).name}: {text}
          </span>
        </p>
      ))}
      {maySettle && session && (
        <MyDissent key={`${row} ${mine}`} document={session} dissentKey={`${row}/${me}`} mine={mine} />
      )}
    </>
  );
}

function MyDissent({ document, dissentKey, mine }: { document: OpenDocument; dissentKey: string; mine: string }) {
  const [text, setText] = useState<string>();
  if (text === undefined)
    return (
      <Button variant="quiet" onClick={() => setText(mine)}>
        {mine === '' ? 'I see it otherwise' : 'Change my dissent'}
      </Button>
    );
  const keep = (): void => {
    const words = text.trim();
    document.apply([{ type: 'set value', root: 'dissent', key: dissentKey, value: words === '' ? undefined : words }]);
    setText(undefined);
  };
  return (
    <div className={styles.form}>
      <TextArea
        label="My dissent, kept with my name"
        rows={2}
        maxLength={2000}
        value={text}
        onChange={setText}
        hasAutoFocus
      />
      <div className={styles.buttons}>
        <Button variant="quiet" onClick={() => setText(undefined)}>
          Cancel
        </Button>
        <Button variant="solid" onClick={keep}>
          Keep with the record
        </Button>
      </div>
    </div>
  );
}
