import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { WorkRow } from '@consilium/shared/wire/rest/items.ts';
import { Link } from '@tanstack/react-router';
import { Eye, ListChecks, Trash2, UserPlus, Users } from 'lucide-react';
import { useRef, useState } from 'react';
import { DeskScreen } from '../../app/shell/desk-screen.tsx';
import { useMay } from '../../sync/me.ts';
import { useCall, useEndpoint } from '../../sync/rest.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Select, TextField } from '../../ui/fields.tsx';
import { Notice } from '../../ui/notice.tsx';
import { notify } from '../../ui/notify.ts';
import { Table } from '../../ui/table.tsx';
import { OpenSessionDialog } from '../open-session/open-session-dialog.tsx';
import { AssignDialog } from './assign-dialog.tsx';
import { ComparisonDialog } from './comparison-dialog.tsx';
import { EraseDialog } from './erase-dialog.tsx';
import styles from './work.module.css';
import { counts, filterRows, missingReaders, phaseInWords, selectedAfter, type WorkFilter } from '../work-rows/work-rows.ts';

type Asked =
  | { type: 'assign' }
  | { type: 'session' }
  | { type: 'reveal'; row: WorkRow }
  | { type: 'erase'; row: WorkRow }
  | { type: 'comparison'; row: WorkRow };

/** Every item with its readers: assign, watch, compare, reveal, take into a session. */
export function WorkScreen({ project }: { project: string }) {
  const mayAssign = useMay(project, 'work.assign');
  const mayErase = useMay(project, 'item.erase');
  const maySee = useMay(project, 'progress.read');
  const { data, problem } = useEndpoint(
    endpoints.work,
    { params: { project } },
    { isEnabled: maySee, refetchEveryMs: 15_000 },
  );
  const { data: info } = useEndpoint(endpoints.project, { params: { project } });
  const [filter, setFilter] = useState<WorkFilter>('all');
  const [words, setWords] = useState('');
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const [asked, ask] = useState<Asked>();
  const last = useRef<string>(undefined);
  const { run: reveal } = useCall(endpoints.reveal, [`/projects/${project}`, '/items']);
  const all = data?.items ?? [];
  const rows = filterRows(all, filter, words);
  const number = counts(all);
  const options: readonly { value: WorkFilter; label: string }[] = [
    { value: 'all', label: `All cases (${number.all})` },
    { value: 'unassigned', label: `Wanting readers (${number.unassigned})` },
    ...(['reading', 'compared', 'revealed', 'signed'] as const).map((value) => ({
      value,
      label: `${phaseInWords[value]} (${number[value]})`,
    })),
  ];
  const toggle = (row: WorkRow, event: React.MouseEvent): void => {
    setSelection(selectedAfter(rows, selection, row.id, last.current, event.shiftKey));
    last.current = row.id;
  };
  const confirmReveal = async (row: WorkRow): Promise<void> => {
    const done = await reveal({ params: { item: row.id } });
    if (!done.ok) notify(done.error.message, 'attention');
    ask(undefined);
  };
  const chosen = all.filter((row) => selection.has(row.id));
  const canMeet = chosen.length > 0 && chosen.every((row) => row.phase === 'compared' || row.phase === 'revealed');
  if (!maySee)
    return (
      <DeskScreen project={project} title="Work">
        <Notice kind="attention">Who reads what is shown to leads and adjudicators.</Notice>
      </DeskScreen>
    );
  return (
    <DeskScreen
      project={project}
      title="Work"
      aside={selection.size > 0 ? `${selection.size} chosen` : undefined}
      actions={
        <>
          <Button icon={Users} isDisabled={selection.size > 0 && !canMeet} onClick={() => ask({ type: 'session' })}>
            Open a session …
          </Button>
          {mayAssign && (
            <Button
              variant="solid"
              icon={UserPlus}
              isDisabled={selection.size === 0}
              onClick={() => ask({ type: 'assign' })}
            >
              Assign …
            </Button>
          )}
        </>
      }
    >
      {problem && <Notice kind="attention">{problem.message}</Notice>}
      <div className={styles.filter}>
        <TextField
          type="search"
          label="Search"
          isLabelHidden
          placeholder="Case or reader"
          value={words}
          onChange={setWords}
        />
        <Select label="Show" isLabelHidden options={options} value={filter} onChange={setFilter} />
        {rows.length > 0 && (
          <Button
            variant="quiet"
            icon={ListChecks}
            onClick={() =>
              setSelection(selection.size === rows.length ? new Set() : new Set(rows.map((row) => row.id)))
            }
          >
            {selection.size === rows.length ? 'Choose none' : 'Choose all shown'}
          </Button>
        )}
      </div>
      {data && all.length === 0 && (
        <EmptyState
          title="No cases yet"
          action={
            <Link to="/projects/$project/data" params={{ project }}>
              Import some under Data
            </Link>
          }
        >
          Cases appear when files have been imported.
        </EmptyState>
      )}
      {rows.length > 0 && (
        <Table
          label="Cases"
          rows={rows}
          rowKey={(row) => row.id}
          isSelected={(row) => selection.has(row.id)}
          columns={[
            {
              id: 'choose',
              title: 'Choose',
              isTitleHidden: true,
              cell: (row) => (
                <input
                  type="checkbox"
                  className={styles.check}
                  aria-label={`Choose ${row.name}`}
                  checked={selection.has(row.id)}
                  onClick={(event) => toggle(row, event)}
                  onChange={() => undefined}
                />
              ),
            },
            { id: 'name', title: 'Case', cell: (row) => <b className={styles.name}>{row.name}</b> },
            { id: 'modality', title: 'Kind', isWideOnly: true, cell: (row) => row.modality },
            { id: 'phase', title: 'Stands', cell: (row) => phaseInWords[row.phase] },
            { id: 'readers', title: 'Readers', look: 'fill', cell: (row) => <Readers row={row} /> },
            {
              id: 'differ',
              title: 'To settle',
              align: 'end',
              isWideOnly: true,
              cell: (row) => row.disagreements ?? '',
            },
            {
              id: 'actions',
              title: 'Actions',
              isTitleHidden: true,
              align: 'end',
              cell: (row) =>
                (mayErase || row.phase !== 'reading') && (
                  <span className={styles.actions}>
                    {row.phase !== 'reading' && (
                      <IconButton
                        icon={ListChecks}
                        title={`Compare the readings of ${row.name}`}
                        onClick={() => ask({ type: 'comparison', row })}
                      />
                    )}
                    {mayErase && (
                      <IconButton icon={Trash2} title={`Erase ${row.name}`} onClick={() => ask({ type: 'erase', row })} />
                    )}
                    {mayAssign && row.phase === 'compared' && (
                      <IconButton
                        icon={Eye}
                        title={`Reveal ${row.name}`}
                        onClick={() => ask({ type: 'reveal', row })}
                      />
                    )}
                  </span>
                ),
            },
          ]}
        />
      )}
      {asked?.type === 'assign' && info && (
        <AssignDialog
          project={info}
          items={[...selection]}
          onClose={() => {
            ask(undefined);
            setSelection(new Set());
          }}
        />
      )}
      {asked?.type === 'session' && (
        <OpenSessionDialog project={project} chosen={[...selection]} onClose={() => ask(undefined)} />
      )}
      {asked?.type === 'comparison' && (
        <ComparisonDialog item={asked.row.id} name={asked.row.name} onClose={() => ask(undefined)} />
      )}
      {asked?.type === 'erase' && <EraseDialog row={asked.row} onClose={() => ask(undefined)} />}
      {asked?.type === 'reveal' && (
        <ConfirmDialog
          title={`Reveal ${asked.row.name}?`}
          confirm="Reveal"
          isOpen
          onClose={() => ask(undefined)}
          onConfirm={() => confirmReveal(asked.row)}
        >
          Its readers then see each other’s readings. That cannot be taken back, and it stands in the audit record.
        </ConfirmDialog>
      )}
    </DeskScreen>
  );
}

const stateInWords = {
  assigned: 'assigned',
  reserved: 'taken',
  open: 'reading',
  submitted: 'submitted',
  returned: 'given back',
} as const;

function Readers({ row }: { row: WorkRow }) {
  const missing = missingReaders(row);
  return (
    <ul className={styles.readers}>
      {row.readers.map((reader) => (
        <li key={reader.id} data-state={reader.state}>
          {reader.name} <span>{stateInWords[reader.state]}</span>
        </li>
      ))}
      {row.areOthersHidden && <li>others after you submit</li>}
      {missing > 0 && <li data-state="missing">{missing} more wanted</li>}
    </ul>
  );
}
