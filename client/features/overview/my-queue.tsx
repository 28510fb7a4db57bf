import { Link } from '@tanstack/react-router';
import { useMay } from '../../sync/me.ts';
import { useMyQueue } from '../../sync/my-queue.ts';
import { isToDo } from '../../sync/queue-order.ts';
import { Panel, PanelHeading } from '../../ui/panel.tsx';
import { Table } from '../../ui/table.tsx';
import styles from './overview.module.css';

const shown = 6;
const stateInWords = {
  assigned: 'not begun',
  reserved: 'taken, not begun',
  open: 'begun',
  submitted: 'submitted',
  returned: 'given back',
} as const;

/** The next few items of one's own. */
export function MyQueue({ project }: { project: string }) {
  const mayRead = useMay(project, 'work.take');
  const { data } = useMyQueue(project, { isEnabled: mayRead });
  if (!mayRead) return null;
  const open = (data?.items ?? []).filter(isToDo);
  return (
    <Panel label="Your queue">
      <PanelHeading
        aside={`${open.length} to read`}
        actions={
          <Link to="/projects/$project/queue" params={{ project }}>
            All
          </Link>
        }
      >
        Your queue
      </PanelHeading>
      {data && open.length === 0 && (
        <p className={styles.dim}>
          {data.canTakeNext ? 'Nothing yet: take the next case from the queue.' : 'Nothing to read at the moment.'}
        </p>
      )}
      {open.length > 0 && (
        <Table
          label="Your queue"
          isHeadHidden
          rows={open.slice(0, shown)}
          rowKey={(item) => item.id}
          columns={[
            {
              id: 'name',
              title: 'Case',
              look: 'fill',
              cell: (item) => (
                <Link to="/items/$item" params={{ item: item.id }}>
                  <b>{item.name}</b>
                </Link>
              ),
            },
            { id: 'kind', title: 'Kind', look: 'dim', cell: (item) => item.modality },
            {
              id: 'state',
              title: 'State',
              look: 'dim',
              cell: (item) => (item.mine ? stateInWords[item.mine.state] : ''),
            },
          ]}
        />
      )}
    </Panel>
  );
}
