import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { DeskScreen } from '../../app/shell/desk-screen.tsx';
import { useMay } from '../../sync/me.ts';
import { callBytes, useEndpoint } from '../../sync/rest.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { notify } from '../../ui/notify.ts';
import { Panel, PanelHeading } from '../../ui/panel.tsx';
import { Table } from '../../ui/table.tsx';
import { saveFile, sizeInWords } from '../../ui/save-file.ts';
import { BundleButton } from '../bring-bundle/bundle-button.tsx';

const formats = [
  {
    id: 'bundle',
    title: 'Consilium bundle',
    isLossless: true,
    what: 'Everything: every reading, the consensus, ballots and signatures, protocol versions, agreement, hashes of the sources and the audit head. Importing it elsewhere gives back equal values.',
  },
  {
    id: 'coco',
    title: 'COCO',
    isLossless: false,
    what: 'Images with polygons and boxes for training, answers by name. Cases without findings are listed too. Ellipses become polygons; points, lengths and angles are left out.',
  },
  {
    id: 'brat',
    title: 'brat standoff',
    isLossless: false,
    what: 'Each note as .txt and .ann: spans (in several parts too), relations, attributes, remarks. Offsets count Unicode characters.',
  },
  {
    id: 'jsonl',
    title: 'JSON Lines',
    isLossless: false,
    what: 'One case a line with protocol version, source hashes, readings and consensus; the protocol versions beside it give ids their names. For scripts and data frames; source bytes are not inside.',
  },
] as const;
type FormatId = (typeof formats)[number]['id'];

/** Takes the cases out in open formats, and brings a bundle in as a new project. */
export function ExportScreen({ project }: { project: string }) {
  const mayExport = useMay(project, 'export.run');
  const { data } = useEndpoint(endpoints.project, { params: { project } });
  const [progress, setProgress] = useState<{ id: FormatId; done: number }>();
  const run = async (id: FormatId): Promise<void> => {
    setProgress({ id, done: 0 });
    const zip = await callBytes(endpoints.exportProject, { params: { project }, query: { format: id } }, (done) =>
      setProgress({ id, done }),
    );
    setProgress(undefined);
    if (!zip.ok) return notify(zip.error.message, 'stop');
    const name = `${(data?.name ?? 'project').replace(/[^\p{L}\p{N}]+/gu, '-')}-${id}.zip`;
    saveFile(name, zip.value, 'application/zip');
    notify(`${name}: ${sizeInWords(zip.value.length)}`, 'done');
  };
  if (!mayExport)
    return (
      <DeskScreen project={project} title="Export">
        <Notice kind="attention">Exporting is for leads of the project.</Notice>
      </DeskScreen>
    );
  return (
    <DeskScreen project={project} title="Export" aside="every export stands in the audit log">
      <Panel label="Formats">
        <Table
          label="Formats"
          rows={formats}
          rowKey={(format) => format.id}
          columns={[
            { id: 'title', title: 'Format', cell: (format) => <b>{format.title}</b> },
            { id: 'what', title: 'What is in it', look: 'fill', cell: (format) => format.what },
            {
              id: 'lossless',
              title: 'Complete',
              isWideOnly: true,
              cell: (format) => (format.isLossless ? 'lossless' : 'in part'),
            },
            {
              id: 'run',
              title: 'Download',
              isTitleHidden: true,
              align: 'end',
              cell: (format) => (
                <Button
                  icon={Download}
                  isBusy={progress?.id === format.id}
                  isDisabled={progress !== undefined}
                  onClick={() => void run(format.id)}
                >
                  {progress?.id === format.id ? sizeInWords(progress.done) : 'Download'}
                </Button>
              ),
            },
          ]}
        />
      </Panel>
      <BundleImport />
    </DeskScreen>
  );
}

function BundleImport() {
  const [problem, setProblem] = useState<string>();
  return (
    <Panel label="Bring a bundle in">
      <PanelHeading aside="becomes a project of its own; nothing here changes">Bring a bundle in</PanelHeading>
      <BundleButton onProblem={setProblem} />
      {problem && (
        <Notice kind="stop" title="The bundle was not imported">
          {problem}
        </Notice>
      )}
    </Panel>
  );
}
