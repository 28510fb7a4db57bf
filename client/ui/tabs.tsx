import { Tabs as MantineTabs } from '@mantine/core';
import type { ReactNode } from 'react';

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly title: string;
  readonly aside?: ReactNode;
  readonly content: ReactNode;
}

/** Only the chosen tab's content is mounted. */
export function Tabs<Id extends string>({
  tabs,
  value,
  onChange,
  label,
}: {
  tabs: readonly Tab<Id>[];
  value: Id;
  onChange: (id: Id) => void;
  label: string;
}) {
  return (
    <MantineTabs value={value} onChange={(next) => next !== null && onChange(next as Id)} keepMounted={false}>
      <MantineTabs.List aria-label={label}>
        {tabs.map(({ id, title, aside }) => (
          <MantineTabs.Tab key={id} value={id} rightSection={aside === undefined ? undefined : <span>{aside}</span>}>
            {title}
          </MantineTabs.Tab>
        ))}
      </MantineTabs.List>
      {tabs.map(({ id, content }) => (
        <MantineTabs.Panel key={id} value={id}>
          {content}
        </MantineTabs.Panel>
      ))}
    </MantineTabs>
  );
}
