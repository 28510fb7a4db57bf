import { type Command, enabledCommands, useCommandLayers } from '../state/commands.ts';
import { closeOverlay } from '../state/overlays.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import classes from './keys-sheet.module.css';

/** All commands that have keys here, by group. */
export function KeysSheet() {
  const byGroup = Map.groupBy(
    enabledCommands(useCommandLayers()).filter(({ keys }) => keys),
    ({ group }) => group,
  );
  return (
    <Dialog title="Keys" isOpen onClose={closeOverlay} size="large">
      <div className={classes.groups}>
        {[...byGroup].map(([group, commands]) => (
          <Group key={group} group={group} commands={commands} />
        ))}
      </div>
      <p className={classes.note}>Single keys are off while you write. Ctrl K finds every command by name.</p>
    </Dialog>
  );
}

function Group({ group, commands }: { group: string; commands: readonly Command[] }) {
  return (
    <section>
      <h3 className={classes.heading}>{group}</h3>
      <dl className={classes.list}>
        {commands.map((command) => (
          <div key={command.id} className={classes.line}>
            <dt>{command.title}</dt>
            <dd>
              {command.keys?.split(' or ').map((keys) => (
                <Kbd key={keys} keys={keys} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
