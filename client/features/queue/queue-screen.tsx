import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Item } from '@consilium/shared/wire/rest/items.ts';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { DeskScreen } from '../../app/shell/desk-screen.tsx';
import { useCommands } from '../../state/commands.ts';
import { nextToRead, useMyQueue } from '../../sync/my-queue.ts';
import { useCall } from '../../sync/rest.ts';
import { saveFacts } from '../../sync/save-facts.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { notify } from '../../ui/notify.ts';
import { Panel, PanelHeading } from '../../ui/panel.tsx';
import { GiveBackDialog } from './give-back-dialog.tsx';
import { isToDo } from '../../sync/queue-order.ts';
import { QueueTable } from './queue-table.tsx';
import { useQueueKept } from './use-queue-kept.ts';

/** My cases: what is next and why, what this device has of it, and one key to go on. */
export function QueueScreen({ project }: { project: string }) {
  const { data, problem } = useMyQueue(project, { refetchEveryMs: 30_000 });
  const take = useCall(endpoints.takeNext);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [givingBack, setGivingBack] = useState<Item>();
  const items = data?.items ?? [];
  const kept = useQueueKept(data?.items);
  const toDo = items.filter(isToDo);
  const next = toDo[0];
  const open = (item: Item) => void navigate({ to: `/items/${item.id}` });
  const takeNext = async () => {
    const result = await take.run({ params: { project } });
    if (!result.ok) return notify(result.error.message, 'attention');
    if (result.value.item) open(result.value.item);
    else notify('Nothing is free just now.', 'info');
  };
  const openNext = async () => {
    const id = next && (await nextToRead(queries, project, '', saveFacts.facts().link.type === 'open'));
    if (id !== undefined) void navigate({ to: `/items/${id}` });
    else if (data?.canTakeNext) await takeNext();
  };
  const canGoOn = next !== undefined || data?.canTakeNext === true;
  useCommands([
    { id: 'queue.next', title: 'Open next case', group: 'Queue', keys: 'KeyN', isEnabled: canGoOn, run: () => void openNext() },
    {
      id: 'queue.take',
      title: 'Take the next free case',
      group: 'Queue',
      isEnabled: data?.canTakeNext === true,
      run: () => void takeNext(),
    },
    {
      id: 'queue.keep',
      title: 'Keep my whole queue on this device',
      group: 'Queue',
      isEnabled: toDo.length > 0,
      run: () => void kept.keepAll(),
    },
  ]);
  return (
    <DeskScreen
      project={project}
      title="Queue"
      aside={data && `${toDo.length} to read, ${items.length - toDo.length} handed in`}
      actions={
        <>
          {data?.canTakeNext && (
            <Button isBusy={take.isRunning} onClick={() => void takeNext()}>
              Take next
            </Button>
          )}
          {toDo.length > 0 && <Button onClick={() => void kept.keepAll()}>Keep all on this device</Button>}
          <Button variant="solid" keys="KeyN" isDisabled={!canGoOn} onClick={() => void openNext()}>
            Open next case
          </Button>
        </>
      }
    >
      {problem && !data && (
        <Panel>
          <Notice kind="stop">{problem.message}</Notice>
        </Panel>
      )}
      {data && toDo.length === 0 && (
        <Panel>
          <EmptyState
            title={items.length > 0 ? 'All read' : 'Nothing to read yet'}
            action={
              data.canTakeNext && (
                <Button variant="solid" onClick={() => void takeNext()}>
                  Take next
                </Button>
              )
            }
          >
            {data.canTakeNext
              ? 'Take the next free case from the common queue.'
              : 'The lead assigns cases; they appear here by themselves.'}
          </EmptyState>
        </Panel>
      )}
      {toDo.length > 0 && (
        <Panel label="To read">
          <PanelHeading aside="next first">To read</PanelHeading>
          <QueueTable items={toDo} kept={kept} onOpen={open} onGiveBack={setGivingBack} />
        </Panel>
      )}
      {items.length > toDo.length && (
        <Panel label="Handed in">
          <PanelHeading>Handed in</PanelHeading>
          <QueueTable items={items.filter((item) => !isToDo(item))} kept={kept} onOpen={open} />
        </Panel>
      )}
      <GiveBackDialog item={givingBack} onClose={() => setGivingBack(undefined)} />
    </DeskScreen>
  );
}
