import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Project } from '@consilium/shared/wire/rest/projects.ts';
import { Link, useNavigate } from '@tanstack/react-router';
import { FlaskConical, Plus } from 'lucide-react';
import { useState } from 'react';
import { DeskScreen } from '../../app/shell/desk-screen.tsx';
import { useCommands } from '../../state/commands.ts';
import { useMe } from '../../sync/me.ts';
import { useCall, useEndpoint } from '../../sync/rest.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice } from '../../ui/notice.tsx';
import { notify } from '../../ui/notify.ts';
import { Panel } from '../../ui/panel.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { BundleButton } from '../bring-bundle/bundle-button.tsx';
import { modalityInWords } from './modality-in-words.ts';

/** All projects of the signed-in person. */
export function ProjectsScreen() {
  const me = useMe();
  const { data, problem } = useEndpoint(endpoints.projects);
  const navigate = useNavigate();
  const demonstration = useCall(endpoints.createDemonstration);
  const [bundleProblem, setBundleProblem] = useState<string>();
  const isAdministrator = me?.user.isAdministrator === true;
  const makeDemonstration = async () => {
    const result = await demonstration.run();
    if (result.ok) await navigate({ to: `/projects/${result.value.project}/overview` });
    else notify(result.error.message, 'stop');
  };
  const create = () => void navigate({ to: '/projects/new' });
  useCommands([
    { id: 'projects.new', title: 'New project', group: 'Projects', isEnabled: isAdministrator, run: create },
  ]);
  const offersDemonstration = isAdministrator && me?.hasDemonstration === false;
  const offer = (
    <Button icon={FlaskConical} isBusy={demonstration.isRunning} onClick={() => void makeDemonstration()}>
      Make the demonstration project
    </Button>
  );
  const projects = data?.projects ?? [];
  return (
    <DeskScreen
      title="Projects"
      {...(data ? { aside: projects.length === 1 ? '1 project' : `${projects.length} projects` } : {})}
      actions={
        isAdministrator && (
          <>
            {offersDemonstration && projects.length > 0 && offer}
            <BundleButton onProblem={setBundleProblem} />
            <Button variant="solid" icon={Plus} onClick={create}>
              New project
            </Button>
          </>
        )
      }
    >
      {bundleProblem && (
        <Notice kind="stop" title="The bundle was not imported">
          {bundleProblem}
        </Notice>
      )}
      <Panel label="Projects">
        {problem && !data && <Notice kind="stop">{problem.message}</Notice>}
        {data && projects.length === 0 && (
          <EmptyState
            title={isAdministrator ? 'No project yet' : 'You are in no project yet'}
            action={offersDemonstration && offer}
          >
            {isAdministrator
              ? 'Make one, or see how it works with the demonstration project: images, notes, a protocol, readings that already disagree and a session ready to open.'
              : 'A project lead sends you an invitation link. Open it while you are signed in.'}
          </EmptyState>
        )}
        {projects.length > 0 && (
          <Table
            label="Projects"
            columns={columns}
            rows={projects}
            rowKey={({ id }) => id}
            onOpen={({ id }) => void navigate({ to: `/projects/${id}` })}
          />
        )}
      </Panel>
    </DeskScreen>
  );
}

const columns: readonly Column<Project>[] = [
  {
    id: 'name',
    title: 'Project',
    look: 'fill',
    cell: ({ id, name, objective }) => (
      <>
        <Link to={`/projects/${id}`}>
          <b>{name}</b>
        </Link>
        {objective.question && <div>{objective.question}</div>}
      </>
    ),
  },
  {
    id: 'modalities',
    title: 'Data',
    isWideOnly: true,
    look: 'dim',
    cell: ({ modalities }) => modalities.map(modalityInWords).join(', '),
  },
  { id: 'role', title: 'You are', cell: ({ role }) => role ?? 'administrator' },
  {
    id: 'protocol',
    title: 'Protocol',
    isWideOnly: true,
    cell: ({ protocolVersion }) => (protocolVersion === null ? 'draft' : `v${protocolVersion}`),
  },
  { id: 'items', title: 'Cases', align: 'end', isWideOnly: true, cell: ({ progress }) => progress?.items ?? '' },
  { id: 'signed', title: 'Signed', align: 'end', isWideOnly: true, cell: ({ progress }) => progress?.signed ?? '' },
];
