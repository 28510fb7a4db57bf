import { Cloud, CloudOff, Keyboard, Laptop, Search, TriangleAlert } from 'lucide-react';
import { memo, type ReactNode } from 'react';
import { saveStateInWords } from '../../sync/save-state.ts';
import { useSaveState } from '../../sync/use-save-state.ts';
import { useCommandOverlays } from '../../state/overlays.ts';
import { Kbd } from '../../ui/kbd.tsx';
import { clockTime } from '../../ui/clock-time.ts';
import { notify } from '../../ui/notify.ts';
import classes from './status-bar.module.css';
import { useDeviceStorage } from './use-device-storage.ts';
import { useSettled } from './use-settled.ts';

const icons = { 'saved here': Laptop, sending: Cloud, synced: Cloud, offline: CloudOff, 'at risk': TriangleAlert };

/** Where the work is, how much this device keeps, and the two doors to every command. */
export const StatusBar = memo(function StatusBar({ children }: { children?: ReactNode }) {
  const state = useSaveState();
  const storage = useDeviceStorage();
  const { openPalette, openKeys } = useCommandOverlays();
  const Glyph = icons[state.type];
  const words = saveStateInWords(state, clockTime);
  return (
    <footer className={classes.bar}>
      {(state.type === 'synced' || state.type === 'sending') && (
        <span className={classes.wide} style={{ visibility: state.isKept ? 'visible' : 'hidden' }}>
          <Laptop size={16} aria-hidden="true" /> Saved on this device
        </span>
      )}
      <span className={classes.state} data-type={state.type} data-testid="save-state">
        <Glyph size={16} aria-hidden="true" /> <span>{words}</span>
      </span>
      {state.type === 'at risk' && (
        <button type="button" className={classes.door} onClick={() => void saveCopy()}>
          Save a copy
        </button>
      )}
      <span className={classes.aloud} role="status">
        {useSettled(words, 5_000)}
      </span>
      <span className={classes.room} />
      {children && <span className={classes.dim}>{children}</span>}
      {storage && (
        <span className={classes.dim} data-wide="true">
          {storage}
        </span>
      )}
      <button type="button" className={classes.door} onClick={openPalette}>
        <Search size={16} aria-hidden="true" /> <span>Commands</span> <Kbd keys="$mod+KeyK" />
      </button>
      <button type="button" className={classes.door} data-wide="true" onClick={openKeys}>
        <Keyboard size={16} aria-hidden="true" /> <span>Keys</span> <Kbd keys="Shift+?" />
      </button>
    </footer>
  );
});

const saveCopy = () =>
  import('../../sync/save-to-file.ts').then(({ saveWorkToFile }) => saveWorkToFile()).catch(() => notify('The copy could not be made. Keep this page open.', 'stop'));
