import type { Item } from '@consilium/shared/wire/rest/items.ts';
import { Link } from '@tanstack/react-router';
import { FileText, Image, Pin, PinOff, Undo2 } from 'lucide-react';
import { bytesInWords } from '../../app/shell/use-device-storage.ts';
import { isItemKept, type KeptItem } from '../../sync/keep.ts';
import { IconButton } from '../../ui/button.tsx';
import { Progress } from '../../ui/progress.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { isToDo } from '../../sync/queue-order.ts';
import { durationInWords, whyNext } from './queue-order.ts';
import classes from './queue-table.module.css';
import type { QueueKept } from './use-queue-kept.ts';

export interface QueueTableProps {
  readonly items: readonly Item[];
  readonly kept: QueueKept;
  readonly onOpen: (item: Item) => void;
  readonly onGiveBack?: (item: Item) => void;
}

export function QueueTable({ items, kept, onOpen, onGiveBack }: QueueTableProps) {
  const now = Date.now();
  const columns: readonly Column<Item>[] = [
    {
      id: 'modality',
      title: 'Kind',
      isTitleHidden: true,
      look: 'dim',
      cell: ({ modality }) =>
        modality === 'text' ? <FileText size={16} aria-label="Note" /> : <Image size={16} aria-label="Image" />,
    },
    { id: 'name', title: 'Case', look: 'code', cell: (item) => <Link to={`/items/${item.id}`}>{item.name}</Link> },
    { id: 'why', title: 'Why next', look: 'fill', cell: (item) => whyOf(item, kept, now) },
    { id: 'phase', title: 'Reading', isWideOnly: true, look: 'dim', cell: (item) => phaseInWords(item) },
    { id: 'kept', title: 'On this device', cell: (item) => <Kept kept={kept.of(item.id)} /> },
    {
      id: 'age',
      title: 'Waiting',
      align: 'end',
      isWideOnly: true,
      look: 'dim',
      cell: ({ mine }) => (mine ? durationInWords(now - Date.parse(mine.assignedAt)) : ''),
    },
    {
      id: 'actions',
      title: 'Actions',
      isTitleHidden: true,
      align: 'end',
      cell: (item) => <Actions item={item} kept={kept} {...(onGiveBack ? { onGiveBack } : {})} />,
    },
  ];
  return (
    <Table
      label="Cases"
      columns={columns}
      rows={items}
      rowKey={({ id }) => id}
      onOpen={onOpen}
      isSelected={(item) => isToDo(item) && item === items[0]}
    />
  );
}

const whyOf = (item: Item, kept: QueueKept, now: number): string =>
  kept.submission(item.id) ? 'Handed in on this device, waiting to sync' : whyNext(item, now);

function phaseInWords({ blinding, phase }: Item): string {
  if (phase === 'signed') return 'Consensus signed';
  if (phase === 'revealed') return 'Revealed';
  return blinding === 'blind' ? 'Blind' : 'Open';
}

function Kept({ kept }: { kept: KeptItem | undefined }) {
  if (kept === undefined) return null;
  if (kept.problem) return <span className={classes.problem}>not whole</span>;
  if (isItemKept(kept))
    return (
      <span>
        {kept.isPinned ? 'Kept' : 'Here'}, {bytesInWords(kept.sizeBytes)}
      </span>
    );
  if (kept.doneBytes === 0) return <span className={classes.dim}>{bytesInWords(kept.sizeBytes)} to fetch</span>;
  return (
    <span className={classes.progress}>
      <Progress value={kept.doneBytes / kept.sizeBytes} label="Fetching" /> {bytesInWords(kept.doneBytes)} of{' '}
      {bytesInWords(kept.sizeBytes)}
    </span>
  );
}

function Actions({ item, kept, onGiveBack }: { item: Item; kept: QueueKept; onGiveBack?: (item: Item) => void }) {
  const isPinned = kept.of(item.id)?.isPinned === true;
  return (
    <span className={classes.actions}>
      <IconButton
        icon={isPinned ? PinOff : Pin}
        title={isPinned ? `Let ${item.name} leave this device` : `Keep ${item.name} on this device`}
        isPressed={isPinned}
        onClick={() => void (isPinned ? kept.letGo(item) : kept.keep(item))}
      />
      {onGiveBack && <IconButton icon={Undo2} title={`Give ${item.name} back`} onClick={() => onGiveBack(item)} />}
    </span>
  );
}
