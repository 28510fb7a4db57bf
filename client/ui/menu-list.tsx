import { Menu as MantineMenu } from '@mantine/core';
import { type HTMLAttributes, type ReactElement, useEffect, useRef, useState } from 'react';
import type { Icon } from './button.tsx';
import { Kbd } from './kbd.tsx';

export interface MenuAction {
  readonly title: string;
  readonly icon?: Icon;
  readonly keys?: string;
  readonly isDanger?: boolean;
  readonly isDisabled?: boolean;
  run(): void;
}

export type MenuEntry = MenuAction | 'line' | { readonly heading: string };

export interface MenuProps {
  readonly entries: readonly MenuEntry[];
  readonly children: ReactElement<HTMLAttributes<HTMLElement>>;
  readonly position?: 'bottom-start' | 'bottom-end' | 'right-start';
}

/** A `Menu` that has been opened: it opens once it is there, from the button that has taken the place of the one pressed. */
export function MenuList({ entries, children, position = 'bottom-end' }: MenuProps) {
  const [isOpen, setIsOpen] = useState(false);
  const target = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    target.current?.querySelector('button')?.focus(); // where the focus goes back to
    setIsOpen(true);
  }, []);
  return (
    <MantineMenu position={position} opened={isOpen} onChange={setIsOpen} withinPortal>
      <span ref={target} style={{ display: 'contents' }}>
        <MantineMenu.Target>{children}</MantineMenu.Target>
      </span>
      <MantineMenu.Dropdown>
        {entries.map((entry, at) => (
          <Entry key={at} entry={entry} />
        ))}
      </MantineMenu.Dropdown>
    </MantineMenu>
  );
}

function Entry({ entry }: { entry: MenuEntry }) {
  if (entry === 'line') return <MantineMenu.Divider />;
  if ('heading' in entry) return <MantineMenu.Label>{entry.heading}</MantineMenu.Label>;
  const { icon: Glyph } = entry;
  return (
    <MantineMenu.Item
      onClick={() => entry.run()}
      disabled={entry.isDisabled ?? false}
      {...(entry.isDanger ? { c: 'var(--stop)' } : {})}
      leftSection={Glyph ? <Glyph size={16} /> : undefined}
      rightSection={entry.keys ? <Kbd keys={entry.keys} /> : undefined}
    >
      {entry.title}
    </MantineMenu.Item>
  );
}
