import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { useCommands } from '../state/commands.ts';
import { listenToKeys } from '../state/keyboard.ts';
import { openKeys, openPalette, useOverlayStore } from '../state/overlays.ts';
import { useEndpoint } from '../sync/rest.ts';
import { codeWhenThere } from '../ui/code-when-there.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { notify } from '../ui/notify.ts';
import classes from './app-frame.module.css';
import { UpdateNotice } from './update-notice.tsx';

const Palette = lazy(() => codeWhenThere(() => import('./palette.tsx')).then(({ Palette: component }) => ({ default: component })));
const KeysSheet = lazy(() => codeWhenThere(() => import('./keys-sheet.tsx')).then(({ KeysSheet: component }) => ({ default: component })));

/** Around every screen of a signed-in person: keys, palette, the sync of this device. */
export function AppFrame() {
  const { data: me, problem, refetch } = useEndpoint(endpoints.me);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { href } = useLocation();
  const overlay = useOverlayStore(({ open }) => open);
  const user = me?.user.id;
  useEffect(() => listenToKeys(window), []);
  useEffect(() => {
    if (user !== undefined) void codeWhenThere(() => import('../sync/start.ts')).then(({ startSync }) => startSync(queries, user), partMissing);
  }, [user, queries]);
  useEffect(() => {
    // Until the sign-in page is loaded this frame still stands, and must not send its own detour round again.
    const isOnTheWay = href.startsWith('/sign-in');
    if (problem && problem.type !== 'Offline' && me === undefined && !isOnTheWay)
      void navigate({ to: '/sign-in', search: href === '/' ? {} : { to: href }, replace: true });
  }, [problem, me, navigate, href]);
  useCommands([
    {
      id: 'app.palette',
      title: 'Find a command',
      group: 'Everywhere',
      keys: '$mod+KeyK',
      isInText: true,
      isQuiet: true,
      run: openPalette,
    },
    { id: 'app.keys', title: 'Show all keys', group: 'Everywhere', keys: 'Shift+? or Shift+Slash', run: openKeys },
    { id: 'app.projects', title: 'Go to my projects', group: 'Everywhere', run: () => void navigate({ to: '/' }) },
  ]);
  if (me === undefined) return problem?.type === 'Offline' ? <Unreachable onRetry={refetch} /> : null;
  return (
    <>
      <Suspense fallback={null}>
        <Outlet />
      </Suspense>
      <Suspense fallback={null}>
        {overlay === 'palette' && <Palette />}
        {overlay === 'keys' && <KeysSheet />}
      </Suspense>
      <UpdateNotice />
    </>
  );
}

const partMissing = (): void => notify('A part of this page did not come. Reload it, or nothing is sent.', 'stop');

function Unreachable({ onRetry }: { onRetry: () => Promise<void> }) {
  return (
    <main className={classes.alone}>
      <Notice
        kind="attention"
        title="The server cannot be reached"
        actions={<Button onClick={() => void onRetry()}>Try again</Button>}
      >
        Nobody is signed in on this device yet, so there is nothing to work on offline.
      </Notice>
    </main>
  );
}
