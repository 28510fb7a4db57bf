import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { ImportSummary } from '@consilium/shared/wire/rest/projects.ts';
import type { Instant } from '@consilium/shared/kernel/time.ts';
import { useState } from 'react';
import { useCall, useEndpoint } from '../../sync/rest.ts';
import { Button } from '../../ui/button.tsx';
import { dayAndTime } from '../../ui/clock-time.ts';
import { Notice } from '../../ui/notice.tsx';
import { Panel, PanelHeading } from '../../ui/panel.tsx';
import { Table } from '../../ui/table.tsx';
import { FileRows } from './file-rows.tsx';

/** What came in before, whoever brought it and however, but for the one shown above; an import that was cut off can be ended here. */
export function EarlierImports({ project, but }: { project: string; but: string | undefined }) {
  const { data } = useEndpoint(endpoints.imports, { params: { project } });
  const [opened, setOpened] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const earlier = (data?.imports ?? []).filter((one) => one.import !== but);
  if (earlier.length === 0) return null;
  return (
    <Panel label="Earlier imports">
      <PanelHeading>Earlier imports</PanelHeading>
      <Table
        label="Earlier imports"
        rows={earlier}
        rowKey={(one) => one.import}
        columns={[
          { id: 'at', title: 'Begun', cell: (one) => dayAndTime(one.at as Instant) /* of the server's clock */ },
          { id: 'files', title: 'Files', look: 'fill', cell: filesInWords },
          { id: 'cases', title: 'Cases', align: 'end', cell: (one) => one.cases },
          {
            id: 'actions',
            title: 'Actions',
            isTitleHidden: true,
            align: 'end',
            cell: (one) => one.waiting > 0 && <MakeCases project={project} one={one} onProblem={setProblem} />,
          },
          {
            id: 'rows',
            title: 'What became of each file',
            isTitleHidden: true,
            align: 'end',
            cell: (one) => (
              <Button variant="quiet" ariaExpanded={opened === one.import} onClick={() => setOpened(opened === one.import ? undefined : one.import)}>
                {opened === one.import ? 'Hide files' : 'Show files'}
              </Button>
            ),
          },
        ]}
      />
      {problem && <Notice kind="stop">{problem}</Notice>}
      {opened !== undefined && <FilesOf key={opened} project={project} import={opened} />}
    </Panel>
  );
}

function MakeCases({ project, one, onProblem }: { project: string; one: ImportSummary; onProblem: (problem: string | undefined) => void }) {
  const { run, isRunning } = useCall(endpoints.finishImport, [`/projects/${project}`, '/projects']);
  const finish = async (): Promise<void> => {
    const made = await run({ params: { project, import: one.import } });
    onProblem(made.ok ? undefined : made.error.message);
  };
  return (
    <Button isBusy={isRunning} onClick={() => void finish()}>
      {makeCasesOf(one.waiting)}
    </Button>
  );
}

export const makeCasesOf = (files: number): string => `Make cases of ${files} ${files === 1 ? 'file' : 'files'}`;

function FilesOf({ project, import: id }: { project: string; import: string }) {
  const { data } = useEndpoint(endpoints.importRows, { params: { project, import: id } });
  return data && <FileRows rows={data.files.map((file, key) => ({ ...file, key, sent: file.size }))} />;
}

const filesInWords = ({ stored, duplicate, refused }: ImportSummary): string =>
  [`${stored} stored`, duplicate > 0 && `${duplicate} already here`, refused > 0 && `${refused} refused`].filter(Boolean).join(', ');
