import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { ResponseOf } from '../../sync/endpoint-request.ts';
import { FilePlus, FolderPlus, Pause, Play } from 'lucide-react';
import { useRef, useState } from 'react';
import { DeskScreen } from '../../app/shell/desk-screen.tsx';
import { useMay } from '../../sync/me.ts';
import { useCall } from '../../sync/rest.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel, PanelHeading } from '../../ui/panel.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Table } from '../../ui/table.tsx';
import { sizeInWords } from '../../ui/save-file.ts';
import styles from './data.module.css';
import { droppedFiles, pickedFiles } from './dropped-files.ts';
import { EarlierImports, makeCasesOf } from './earlier-imports.tsx';
import { FileRows } from './file-rows.tsx';
import { totalsOf } from './upload-queue.ts';
import { type Upload, useUpload } from './use-upload.ts';

/** Brings images and notes in: drop files or folders, see what became of each, make items of them. */
export function DataScreen({ project }: { project: string }) {
  const mayImport = useMay(project, 'data.import');
  const upload = useUpload(project);
  if (!mayImport)
    return (
      <DeskScreen project={project} title="Data">
        <Notice kind="attention">Importing is for leads of the project.</Notice>
      </DeskScreen>
    );
  return (
    <DeskScreen
      project={project}
      title="Data"
      aside="DICOM, PNG, JPEG, plain text; slices of a series become one case, brat .ann beside a note a reading"
    >
      <DropZone upload={upload} isSmall={upload.queue.rows.length > 0} />
      {upload.queue.rows.length > 0 ? <UploadProgress project={project} upload={upload} /> : <EarlierImports project={project} />}
    </DeskScreen>
  );
}

function DropZone({ upload, isSmall }: { upload: Upload; isSmall: boolean }) {
  const [isOver, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const pick = (event: React.ChangeEvent<HTMLInputElement>): void => {
    if (event.target.files) upload.add(pickedFiles(event.target.files));
    event.target.value = '';
  };
  const drop = (event: React.DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void droppedFiles(event.dataTransfer).then((found) => upload.add(found));
  };
  return (
    <section
      className={styles.drop}
      data-over={isOver}
      data-small={isSmall}
      aria-label="Add files"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <p>{isOver ? 'Let go to add them' : 'Drop files or folders here'}</p>
      <div className={styles.actions}>
        <Button icon={FilePlus} onClick={() => files.current?.click()}>
          Choose files …
        </Button>
        <Button icon={FolderPlus} onClick={() => folder.current?.click()}>
          Choose a folder …
        </Button>
      </div>
      <input ref={files} type="file" multiple hidden aria-label="Files to import" data-testid="files" onChange={pick} />
      <input
        ref={(element) => {
          folder.current = element;
          element?.setAttribute('webkitdirectory', '');
        }}
        type="file"
        multiple
        hidden
        aria-label="Folder to import"
        onChange={pick}
      />
    </section>
  );
}

type Finished = ResponseOf<typeof endpoints.finishImport>;

function UploadProgress({ project, upload }: { project: string; upload: Upload }) {
  const { queue, importId } = upload;
  const totals = totalsOf(queue);
  const [finished, setFinished] = useState<Finished>();
  const [problem, setProblem] = useState<string>();
  const { run, isRunning } = useCall(endpoints.finishImport, [`/projects/${project}`, '/projects']);
  const isUnderWay = totals.done + totals.failed < totals.files;
  const finish = async (): Promise<void> => {
    if (!importId) return;
    const made = await run({ params: { project, import: importId } });
    if (made.ok) {
      setFinished(made.value);
      upload.made(made.value.files);
    }
    setProblem(made.ok ? undefined : made.error.message);
  };
  const inWords = [
    `${totals.stored} stored`,
    totals.duplicate > 0 && `${totals.duplicate} already here`,
    totals.refused > 0 && `${totals.refused} refused`,
    totals.failed > 0 && `${totals.failed} not sent`,
  ]
    .filter(Boolean)
    .join(', ');
  return (
    <>
      <Panel label="Progress">
        <PanelHeading
          aside={`${sizeInWords(totals.bytesDone)} of ${sizeInWords(totals.bytes)}`}
          actions={
            queue.isPaused || totals.failed > 0 ? (
              <Button icon={Play} onClick={() => upload.resume()}>
                {queue.isPaused ? 'Resume' : 'Try again'}
              </Button>
            ) : (
              isUnderWay && (
                <Button icon={Pause} onClick={() => upload.pause()}>
                  Pause
                </Button>
              )
            )
          }
        >
          {totals.done} of {totals.files} files
        </PanelHeading>
        <Progress label="Import" value={totals.bytes > 0 ? totals.bytesDone / totals.bytes : 1} />
        <p role="status">{inWords}</p>
      </Panel>
      <FileRows rows={queue.rows} />
      {!isUnderWay && !finished && totals.done > totals.refused && (
        <div className={styles.finish}>
          <Button variant="solid" isBusy={isRunning} onClick={() => void finish()}>
            {makeCasesOf(totals.stored + totals.duplicate)}
          </Button>
        </div>
      )}
      {problem && <Notice kind="stop">{problem}</Notice>}
      {finished && <FinishedItems finished={finished} />}
    </>
  );
}

function FinishedItems({ finished }: { finished: Finished }) {
  return (
    <Panel label="Cases made">
      <PanelHeading aside="assign them under Work">
        {finished.items.length} {finished.items.length === 1 ? 'item' : 'items'} made
      </PanelHeading>
      <Table
        label="Cases made"
        rows={finished.items}
        rowKey={(item) => item.id}
        columns={[
          { id: 'name', title: 'Case', look: 'fill', cell: (item) => <b>{item.name}</b> },
          { id: 'files', title: 'Files', align: 'end', cell: (item) => item.files },
        ]}
      />
    </Panel>
  );
}
