import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { AuditRow } from '@consilium/shared/wire/rest/projects.ts';
import { Download, FileDown, ShieldCheck } from 'lucide-react';
import { useMemo, useState } from 'react';
import { DeskScreen } from '../../app/shell/desk-screen.tsx';
import { useMay, useMe, useNames } from '../../sync/me.ts';
import { call, callBytes, useEndpoint } from '../../sync/rest.ts';
import { Button } from '../../ui/button.tsx';
import { Select, TextField } from '../../ui/fields.tsx';
import { Notice } from '../../ui/notice.tsx';
import { notify } from '../../ui/notify.ts';
import { Panel } from '../../ui/panel.tsx';
import { Table } from '../../ui/table.tsx';
import { saveFile, sizeInWords } from '../../ui/save-file.ts';
import styles from './audit.module.css';
import { actionInWords, bodyInWords, isMatch, shortIds } from './row-in-words.ts';
import { dayOf, clockTime } from '../../ui/clock-time.ts';

const page = 200;
const everybody = 'everybody';

/** The append-only log of the project, newest first; the chain can be checked by anybody who may read it. */
export function AuditScreen({ project }: { project: string }) {
  const mayRead = useMay(project, 'audit.read');
  const names = useNames(project);
  const newest = useEndpoint(
    endpoints.audit,
    { params: { project }, query: { limit: String(page) } },
    { isEnabled: mayRead },
  );
  const [older, setOlder] = useState<readonly AuditRow[]>([]);
  const [words, setWords] = useState('');
  const [actor, setActor] = useState<string>(everybody);
  const rows = useMemo(() => [...(newest.data?.rows ?? []), ...older], [newest.data, older]);
  const shown = rows.filter((row) => (actor === everybody || row.actor === actor) && isMatch(row, words, names));
  const actors = [...new Map(rows.map((row) => [row.actor, row.actorName]))];
  const more = async (): Promise<void> => {
    const last = rows.at(-1);
    if (!last) return;
    const next = await call(endpoints.audit, {
      params: { project },
      query: { before: String(last.seq), limit: String(page) },
    });
    if (next.ok) setOlder([...older, ...next.value.rows]);
    else notify(next.error.message, 'attention');
  };
  if (!mayRead)
    return (
      <DeskScreen project={project} title="Audit record">
        <Notice kind="attention">The audit record is for leads of the project.</Notice>
      </DeskScreen>
    );
  return (
    <DeskScreen
      project={project}
      title="Audit record"
      aside="append-only; each row holds the hash of the one before"
      actions={
        <Button
          icon={Download}
          onClick={() => saveFile('audit.json', JSON.stringify(rows, null, 1), 'application/json')}
        >
          Save what is shown
        </Button>
      }
    >
      <Verification />
      {rows.some((row) => row.hash === null) && (
        <Notice title="Not every row is shown">
          You still read cases blind: what others do with them, and the hashes and true numbers of the rows, are shown
          once you have submitted.
        </Notice>
      )}
      <Panel label="Filter">
        <div className={styles.filter}>
          <TextField
            type="search"
            label="Search"
            placeholder="action, case, value …"
            value={words}
            onChange={setWords}
          />
          <Select
            label="Who"
            options={[{ value: everybody, label: 'Everybody' }, ...actors.map(([value, label]) => ({ value, label }))]}
            value={actor}
            onChange={setActor}
          />
        </div>
      </Panel>
      <Table
        label="Audit record"
        rows={shown}
        rowKey={(row) => String(row.seq)}
        columns={[
          { id: 'seq', title: 'No.', look: 'code', align: 'end', cell: (row) => row.seq },
          {
            id: 'at',
            title: 'When',
            look: 'code',
            cell: (row) => <time dateTime={row.at}>{`${dayOf(row.at)}, ${clockTime(row.at)}`}</time>,
          },
          { id: 'who', title: 'Who', cell: (row) => row.actorName },
          { id: 'action', title: 'What', cell: (row) => <b>{actionInWords(row.action)}</b> },
          {
            id: 'body',
            title: 'On what, old and new, why',
            look: 'fill',
            cell: (row) => (
              <>
                <span className={styles.target}>{shortIds(row.target, names)}</span> {bodyInWords(row.body, names)}
              </>
            ),
          },
          { id: 'hash', title: 'Hash', look: 'code', isWideOnly: true, cell: (row) => row.hash?.slice(0, 10) ?? '—' },
        ]}
      />
      {rows.length > 0 && rows.length % page === 0 && <Button onClick={() => void more()}>Older rows</Button>}
    </DeskScreen>
  );
}

function Verification() {
  const [result, setResult] = useState<{ isIntact: boolean; message: string; rows: number | null }>();
  const [isRunning, setRunning] = useState(false);
  const me = useMe();
  const verify = async (): Promise<void> => {
    setRunning(true);
    const answer = await call(endpoints.verifyAudit);
    setRunning(false);
    if (answer.ok) setResult(answer.value);
    else notify(answer.error.message, 'attention');
  };
  return (
    <Panel label="Verification">
      <div className={styles.verification}>
        {result && (
          <Notice
            kind={result.isIntact ? 'done' : 'stop'}
            title={result.isIntact ? `All ${result.rows === null ? '' : `${result.rows} `}rows are intact` : 'The record was changed'}
          >
            {result.message}
          </Notice>
        )}
        <div className={styles.actions}>
          <Button icon={ShieldCheck} isBusy={isRunning} onClick={() => void verify()}>
            Verify the whole chain
          </Button>
          {me?.user.isAdministrator && <TrailExport />}
        </div>
      </div>
    </Panel>
  );
}

/** The trail of all projects with its signed heads: kept elsewhere, it shows what would be changed or cut here later. */
function TrailExport() {
  const [isRunning, setRunning] = useState(false);
  const run = async (): Promise<void> => {
    setRunning(true);
    const trail = await callBytes(endpoints.exportAudit, {});
    setRunning(false);
    if (!trail.ok) return notify(trail.error.message, 'attention');
    const name = `audit-trail-${new Date().toISOString().slice(0, 10)}.json`;
    saveFile(name, trail.value, 'application/json');
    notify(`${name}: ${sizeInWords(trail.value.length)}. Keep it elsewhere; “consilium audit verify” checks it.`, 'done');
  };
  return (
    <Button icon={FileDown} isBusy={isRunning} onClick={() => void run()}>
      Export the whole trail
    </Button>
  );
}
