import { Link, useNavigate } from '@tanstack/react-router';
import { BookOpen, ChevronLeft, ChevronRight, CloudOff, Eye, EyeOff, LockKeyhole } from 'lucide-react';
import { memo } from 'react';
import { type OpenDocument, useAwareness } from '../../sync/document.ts';
import { useSaveState } from '../../sync/use-save-state.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ReaderBadge } from '../../ui/reader-badge.tsx';
import classes from './annotate.module.css';
import type { Case } from './use-case.ts';

/** Where one is: project, item, its place in the queue, the protocol, and who may see what. */
export const TopBar = memo(function TopBar({ opened, isQueued, onProtocol }: { opened: Case; isQueued: boolean; onProtocol: () => void }) {
  const { item, place, protocol } = opened;
  const go = useNavigate();
  const to = (id: string | undefined) => () => id !== undefined && void go({ to: `/items/${id}` });
  return (
    <>
      <nav className={classes.crumb} aria-label="Where you are">
        <Link to={`/projects/${item.project}/overview`} className={classes.wide}>{opened.projectName}</Link>
        <span className={`${classes.dim} ${classes.wide}`}>/</span>
        <span className={classes.code}>{item.name}</span>
      </nav>
      {place.index > 0 && (
        <span className={classes.places}>
          <IconButton icon={ChevronLeft} title="Previous case" keys="Shift+KeyN" isDisabled={place.previous === undefined} onClick={to(place.previous?.id)} />
          <span>{place.index} <span className={classes.dim}>of {place.count}</span></span>
          <IconButton icon={ChevronRight} title="Next case" keys="KeyN" isDisabled={place.next === undefined} onClick={to(place.next?.id)} />
        </span>
      )}
      <button type="button" className={classes.chip} onClick={onProtocol} aria-label={`Protocol v${protocol.version}`}><BookOpen size={16} aria-hidden="true" /> <span className={classes.chipWords}>Protocol</span> v{protocol.version}</button>
      <span className={`${classes.chip} ${classes.wide}`} data-state={item.mine?.state}><State item={item} isQueued={isQueued} /></span>
    </>
  );
});

function State({ item, isQueued }: { item: Case['item']; isQueued: boolean }) {
  if (item.phase === 'signed') return <><LockKeyhole size={16} aria-hidden="true" /> Signed</>;
  if (item.phase === 'revealed') return <><Eye size={16} aria-hidden="true" /> All readings shown</>;
  if (item.mine?.state === 'submitted') return <><LockKeyhole size={16} aria-hidden="true" /> Submitted</>;
  if (isQueued) return <><LockKeyhole size={16} aria-hidden="true" /> Submitted, waiting to sync</>;
  return item.blinding === 'blind' ? <><EyeOff size={16} aria-hidden="true" /> Blind read</> : <><Eye size={16} aria-hidden="true" /> Shared read, not blinded</>;
}

/** Who else is in the shared document (never in a blind read), and the one button. */
export const TopEnd = memo(function TopEnd({ shared, onSubmit, isSubmittable }: { shared: OpenDocument | undefined; onSubmit: () => void; isSubmittable: boolean }) {
  const others = useAwareness(shared);
  const link = useSaveState();
  return (
    <>
      {link.type === 'offline' && <span className={classes.offline}><CloudOff size={16} aria-hidden="true" /> Offline</span>}
      {others.length > 0 && (
        <span className={classes.people}>
          <span className={classes.wide}>{others.length === 1 ? '1 other here' : `${others.length} others here`}</span>
          {others.slice(0, 6).map(({ clientId, user }, i) => <ReaderBadge key={clientId} letter={(user?.name ?? '?').slice(0, 1).toUpperCase()} hue={(['A', 'B', 'C', 'D', 'E', 'F'] as const)[i % 6] ?? 'A'} name={user?.name ?? 'Somebody'} />)}
        </span>
      )}
      {isSubmittable && <Button variant="solid" keys="$mod+Enter" onClick={onSubmit}>Submit read</Button>}
    </>
  );
});
