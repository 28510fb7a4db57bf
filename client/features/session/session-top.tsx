import { ChevronLeft, ChevronRight, Link2, LogOut, ScrollText } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, IconButton } from '../../ui/button.tsx';
import { notify } from '../../ui/notify.ts';
import { PersonBadge } from './person-badge.tsx';
import type { Roster } from './roster.ts';
import styles from './session.module.css';
import type { Room } from './use-room.ts';

/** Project, session, case, and the way to the next case. */
export function SessionCrumbs({ room, onStep }: { room: Room; onStep: (by: 1 | -1) => void }) {
  const { facts, place } = room;
  const at = facts.items.findIndex(({ id }) => id === place.item);
  const hasMore = facts.items.length > 1;
  return (
    <>
      <span className={styles.crumbs}>
        <span data-wide="true">{facts.projectName}</span>
        <span data-wide="true" className={styles.slash} aria-hidden="true">
          /
        </span>
        <span data-wide="true">{facts.session.name}</span>
        <span data-wide="true" className={styles.slash} aria-hidden="true">
          /
        </span>
        <b className={styles.code}>{facts.items[at]?.name}</b>
      </span>
      <span className={styles.cases}>
        {hasMore && (
          <IconButton
            icon={ChevronLeft}
            title="Previous case"
            keys="Shift+KeyK"
            isDisabled={at <= 0}
            onClick={() => onStep(-1)}
          />
        )}
        <span data-testid="case-number">
          Case {at + 1} of {facts.items.length}
        </span>
        {hasMore && (
          <IconButton
            icon={ChevronRight}
            title="Next case"
            keys="Shift+KeyJ"
            isDisabled={at >= facts.items.length - 1}
            onClick={() => onStep(1)}
          />
        )}
      </span>
    </>
  );
}

interface EndProps {
  readonly room: Room;
  readonly roster: Roster | undefined;
  readonly isClosed: boolean;
  readonly onMinutes: () => void;
  readonly onEnd: () => void;
}

/** Who is here and since when, and what is done with the session as a whole. */
export function SessionActions({ room, roster, isClosed, onMinutes, onEnd }: EndProps) {
  const { facts, presence } = room;
  const here = [{ user: facts.me.user.id, name: facts.me.user.name }, ...presence.present];
  return (
    <>
      {isClosed ? <span className={styles.dim}>Closed</span> : <LiveFor since={facts.session.createdAt} />}
      <span className={styles.here} role="group" aria-label="Here now" data-testid="here">
        {here.map(({ user, name }) => (
          <PersonBadge key={user} person={roster?.of(user)} name={user === facts.me.user.id ? `${name} (you)` : name} />
        ))}
      </span>
      <Button icon={ScrollText} onClick={onMinutes}>
        <span className={styles.wideWords}>Minutes</span>
      </Button>
      <Button icon={Link2} onClick={() => void copyLink()}>
        <span className={styles.wideWords}>Invite</span>
      </Button>
      {facts.mayLead && !isClosed && (
        <Button icon={LogOut} onClick={onEnd}>
          <span className={styles.wideWords}>End session</span>
        </Button>
      )}
    </>
  );
}

async function copyLink(): Promise<void> {
  const link = location.href;
  await (navigator.clipboard?.writeText(link) ?? Promise.reject(new Error('no clipboard'))).then(
    () => notify('The link is copied. Members of the project who open it join the session.', 'done'),
    () => notify(`Send this link to members of the project: ${link}`),
  );
}

function LiveFor({ since }: { since: string }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return (
    <span className={styles.live}>
      <i aria-hidden="true" /> Live, {durationInWords(now - Date.parse(since))}
    </span>
  );
}

/** `41:12`, `2:05:09`, from a day on `3 days`. */
export function durationInWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (n: number): string => String(n).padStart(2, '0');
  if (hours >= 48) return `${Math.floor(hours / 24)} days`;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${two(minutes)}:${two(seconds % 60)}`;
}
