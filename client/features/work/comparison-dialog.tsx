import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { useEndpoint } from '../../sync/rest.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Table } from '../../ui/table.tsx';
import { estimateInWords, titleOf } from '../figures/figures.ts';

/** What the readers of an item agree and differ about, row by row. */
export function ComparisonDialog({ item, name, onClose }: { item: string; name: string; onClose: () => void }) {
  const { data, problem } = useEndpoint(endpoints.comparison, { params: { item } });
  const nameOf = (reader: string): string => data?.names[reader] ?? reader;
  return (
    <Dialog title={`Readings of ${name}`} isOpen onClose={onClose} size="large">
      {problem && <Notice kind="attention">{problem.message}</Notice>}
      {data && (
        <>
          <p>
            {data.comparison.readers.map(nameOf).join(', ')}.{' '}
            {Object.entries(data.comparison.agreement.item)
              .map(([statistic, estimate]) => `${titleOf(statistic)} ${estimateInWords(estimate)}`)
              .join('; ')}
          </p>
          <Table
            label="Rows of the comparison"
            rows={data.comparison.rows}
            rowKey={(row) => row.id}
            columns={[
              { id: 'title', title: 'Finding', cell: (row) => <b>{row.title}</b> },
              { id: 'type', title: 'Result', cell: (row) => row.type },
              { id: 'why', title: 'Why', look: 'fill', cell: (row) => row.why },
              {
                id: 'who',
                title: 'Marked by',
                isWideOnly: true,
                cell: (row) =>
                  (row.subject === 'finding'
                    ? row.sides.map((side) => nameOf(side.reader))
                    : row.answers.map((answer) => nameOf(answer.reader))
                  ).join(', '),
              },
            ]}
          />
        </>
      )}
    </Dialog>
  );
}
