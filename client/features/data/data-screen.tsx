import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
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
import { type Upload, type UploadState, useUpload } from './uploads.ts';

/** Brings images and notes in: drop files or folders, see what became of each, make items of them. */
export function DataScreen({ project }: { project: string }) {
  const mayImport = useMay(project, 'data.import');
  const { upload, state } = useUpload(project);
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
      <DropZone upload={upload} isSmall={state.queue.rows.length > 0} />
      {state.queue.rows.length > 0 && <UploadProgress key={project} project={project} upload={upload} state={state} />}
      <EarlierImports project={project} but={state.importId} />
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

function UploadProgress({ project, upload, state }: { project: string; upload: Upload; state: UploadState }) {
  const { queue, importId, cases, waiting } = state;
  const totals = totalsOf(queue);
  const [problem, setProblem] = useState<string>();
  const { run, isRunning } = useCall(endpoints.finishImport, [`/projects/${project}`, '/projects']);
  const isUnderWay = totals.done + totals.failed < totals.files;
  const finish = async (): Promise<void> => {
    if (!importId) return;
    const { stored } = totals;
    const made = await run({ params: { project, import: importId } });
    if (made.ok) upload.made(made.value, stored);
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
      {!isUnderWay && waiting > 0 && (
        <div className={styles.finish}>
          <Button variant="solid" isBusy={isRunning} onClick={() => void finish()}>
            {makeCasesOf(waiting)}
          </Button>
        </div>
      )}
      {problem && <Notice kind="stop">{problem}</Notice>}
      {cases && <CasesMade cases={cases} />}
    </>
  );
}

function CasesMade({ cases }: { cases: NonNullable<UploadState['cases']> }) {
  return (
    <Panel label="Cases made">
      <PanelHeading aside="assign them under Work">
        {cases.length} {cases.length === 1 ? 'case' : 'cases'} made
      </PanelHeading>
      <Table
        label="Cases made"
        rows={cases}
        rowKey={(one) => one.id}
        columns={[
          { id: 'name', title: 'Case', look: 'fill', cell: (one) => <b>{one.name}</b> },
          { id: 'files', title: 'Files', align: 'end', cell: (one) => one.files },
        ]}
      />
    </Panel>
  );
}
