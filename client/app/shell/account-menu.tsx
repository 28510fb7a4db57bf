import { KeyRound, LogOut, UserRound } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useMe } from '../../sync/me.ts';
import { Button } from '../../ui/button.tsx';
import { codeWhenThere } from '../../ui/code-when-there.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Menu } from '../../ui/menu.tsx';
import classes from './account-menu.module.css';

const ChangePasswordDialog = lazy(async () => ({ default: (await codeWhenThere(() => import('./change-password-dialog.tsx'))).ChangePasswordDialog }));

/** Who is signed in, and the way out: a device is wiped only after all is synced or the person agrees. */
export function AccountMenu() {
  const me = useMe();
  const [unsynced, setUnsynced] = useState<readonly string[]>();
  const [isChanging, setChanging] = useState(false);
  if (!me) return null;
  const leave = async () => {
    const { signOut, unsyncedWork } = await import('../../sync/sign-out.ts');
    const work = await unsyncedWork();
    if (work.length === 0) await signOut();
    else setUnsynced(work);
  };
  const wipe = async () => (await import('../../sync/sign-out.ts')).signOut();
  const save = async () => (await import('../../sync/save-to-file.ts')).saveWorkToFile();
  return (
    <>
      <Menu
        position="right-start"
        entries={[
          { heading: me.user.email },
          { title: 'Save a copy of my unsynced work', run: () => void save() },
          { title: 'Change my password …', icon: KeyRound, run: () => setChanging(true) },
          'line',
          { title: 'Sign out', icon: LogOut, run: () => void leave() },
        ]}
      >
        <button type="button" className={classes.account}>
          <UserRound size={16} aria-hidden="true" />
          <span className={classes.name}>{me.user.name}</span>
        </button>
      </Menu>
      <Suspense fallback={null}>{isChanging && <ChangePasswordDialog onClose={() => setChanging(false)} />}</Suspense>
      <ConfirmDialog
        title="Not everything is synced"
        isOpen={unsynced !== undefined}
        onClose={() => setUnsynced(undefined)}
        confirm="Sign out and lose it"
        isDanger
        onConfirm={wipe}
        extra={
          <Button variant="outline" onClick={() => void save()}>
            Save a copy
          </Button>
        }
      >
        <p>Signing out wipes this device. The server does not have:</p>
        <ul className={classes.list}>
          {unsynced?.map((words, at) => (
            <li key={at}>{words}</li>
          ))}
        </ul>
        <p>Stay signed in until the status bar says “Synced”, or save a copy first.</p>
      </ConfirmDialog>
    </>
  );
}
