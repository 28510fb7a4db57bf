import { Spotlight } from '@mantine/spotlight';
import '@mantine/spotlight/styles.css';
import { Search } from 'lucide-react';
import { useEffect } from 'react';
import { type Command, enabledCommands, useCommandLayers } from '../state/commands.ts';
import { closeOverlay, lookFor, useOverlayStore } from '../state/overlays.ts';
import { Kbd } from '../ui/kbd.tsx';
import { createSpotlight } from '@mantine/spotlight';
import './palette.css';

const [store, spotlight] = createSpotlight();

/** Every command by name, ranked by what is typed; Enter runs it. */
export function Palette() {
  const commands = enabledCommands(useCommandLayers()).filter(({ isQuiet }) => isQuiet !== true);
  const query = useOverlayStore((overlay) => overlay.query);
  useEffect(() => spotlight.open(), []);
  const found = commands
    .map((command) => ({ command, rank: rankOf(command, query) }))
    .filter(({ rank }) => rank < 4)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, 60);
  const run = (command: Command) => {
    spotlight.close();
    setTimeout(() => command.run(), 0); // after the focus has gone back to the screen
  };
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={lookFor}
      onSpotlightClose={closeOverlay}
      attributes={{ content: { 'aria-label': 'Commands' } }}
      shortcut={null}
      scrollable
      maxHeight={420}
      transitionProps={{ duration: 90 }}
      overlayProps={{ backgroundOpacity: 0.4, blur: 0 }}
    >
      <Spotlight.Search
        placeholder="What do you want to do?"
        aria-label="Find a command"
        leftSection={<Search size={16} />}
      />
      <Spotlight.ActionsList>
        {[...Map.groupBy(found, ({ command }) => command.group)].map(([group, inGroup]) => (
          <Spotlight.ActionsGroup key={group} label={group}>
            {inGroup.map(({ command }) => (
              <Spotlight.Action
                key={command.id}
                label={command.title}
                rightSection={<KeysOf command={command} />}
                onClick={() => run(command)}
              />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {found.length === 0 && <Spotlight.Empty>No command is called that.</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}

const KeysOf = ({ command }: { command: Command }) =>
  command.keys?.split(' or ').map((keys) => <Kbd key={keys} keys={keys} />);

/** 0 begins with it, 1 a word begins with it, 2 contains it, 3 all its letters stand in order, 4 no. */
export function rankOf({ title, group }: Pick<Command, 'title' | 'group'>, query: string): number {
  const wanted = query.trim().toLowerCase();
  const name = title.toLowerCase();
  if (name.startsWith(wanted)) return 0;
  if (name.includes(` ${wanted}`)) return 1;
  if (`${name} ${group.toLowerCase()}`.includes(wanted)) return 2;
  let at = -1;
  return [...wanted].every((letter) => (at = name.indexOf(letter, at + 1)) >= 0) ? 3 : 4;
}
