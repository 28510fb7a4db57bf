import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { Table } from '../../ui/table.tsx';
import { useEndpoint } from '../../sync/rest.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useNames } from '../../sync/me.ts';
import { dayAndTime } from '../../ui/clock-time.ts';

/** Published versions, newest first, with what each changed. */
export function VersionsTab({ project }: { project: string }) {
  const { data } = useEndpoint(endpoints.protocolVersions, { params: { project } });
  const names = useNames(project);
  if (data?.versions.length === 0)
    return (
      <EmptyState title="Nothing published yet">
        Annotators can read once the first version is published. A version never changes afterwards.
      </EmptyState>
    );
  return (
    <Table
      label="Published versions"
      rows={data?.versions ?? []}
      rowKey={(row) => String(row.version)}
      columns={[
        { id: 'version', title: 'Version', cell: (row) => <b>{row.version}</b> },
        {
          id: 'changes',
          title: 'What changed',
          look: 'fill',
          cell: (row) => (
            <ul>
              {row.changes.map((change) => (
                <li key={change}>{change}</li>
              ))}
            </ul>
          ),
        },
        { id: 'at', title: 'Published', cell: (row) => dayAndTime(row.publishedAt) },
        { id: 'by', title: 'By', isWideOnly: true, cell: (row) => names[row.publishedBy] ?? row.publishedBy },
        { id: 'hash', title: 'Hash', look: 'code', isWideOnly: true, cell: (row) => row.hash.slice(0, 12) },
      ]}
    />
  );
}
