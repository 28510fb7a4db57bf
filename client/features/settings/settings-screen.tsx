import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Project } from '@consilium/shared/wire/rest/projects.ts';
import { useState } from 'react';
import { DeskScreen } from '../../app/shell/desk-screen.tsx';
import { useMay } from '../../sync/me.ts';
import { useCall, useEndpoint } from '../../sync/rest.ts';
import { Button } from '../../ui/button.tsx';
import { NumberField, Select, TextArea, TextField } from '../../ui/fields.tsx';
import { notify } from '../../ui/notify.ts';
import { Panel, PanelHeading } from '../../ui/panel.tsx';
import styles from './settings.module.css';
import { TokenList } from './token-list.tsx';

/** What the project is for and how its work is dealt out; one's own tokens for the command line. */
export function SettingsScreen({ project }: { project: string }) {
  const { data } = useEndpoint(endpoints.project, { params: { project } });
  return (
    <DeskScreen project={project} title="Settings">
      {data && <ProjectForm key={data.id} project={data} />}
      <TokenList />
    </DeskScreen>
  );
}

function ProjectForm({ project }: { project: Project }) {
  const mayEdit = useMay(project.id, 'project.edit');
  const [draft, setDraft] = useState(project);
  const { run, isRunning } = useCall(endpoints.editProject, [`/projects/${project.id}`, '/projects', '/me']);
  const setPlan = (part: Partial<Project['plan']>): void => setDraft({ ...draft, plan: { ...draft.plan, ...part } });
  const save = async (): Promise<void> => {
    const { name, objective, plan } = draft;
    const saved = await run({ params: { project: project.id }, body: { name, objective, plan } });
    notify(saved.ok ? 'Saved' : saved.error.message, saved.ok ? 'done' : 'attention');
  };
  return (
    <fieldset className={styles.form} disabled={!mayEdit}>
      <legend className={styles.hidden}>Project</legend>
      <Panel label="Purpose">
        <PanelHeading>Purpose</PanelHeading>
        <TextField label="Name" value={draft.name} maxLength={120} onChange={(name) => setDraft({ ...draft, name })} />
        <TextField
          label="Clinical question"
          value={draft.objective.question}
          maxLength={500}
          onChange={(question) => setDraft({ ...draft, objective: { ...draft.objective, question } })}
        />
        <TextArea
          label="Level of detail"
          value={draft.objective.detail}
          maxLength={2000}
          onChange={(detail) => setDraft({ ...draft, objective: { ...draft.objective, detail } })}
        />
      </Panel>
      <Panel label="Plan">
        <PanelHeading aside="for cases imported or assigned from now on">How the work is dealt out</PanelHeading>
        <div className={styles.row}>
          <NumberField
            label="Readers for each case"
            min={1}
            max={20}
            value={draft.plan.readersPerItem}
            onChange={(value) => setPlan({ readersPerItem: value ?? draft.plan.readersPerItem })}
          />
          <Select
            label="Readers are"
            options={[
              { value: 'blind', label: 'Blind to each other until the reveal' },
              { value: 'open', label: 'In one open case together' },
            ]}
            value={draft.plan.blinding}
            onChange={(blinding) => setPlan({ blinding })}
          />
          <Select
            label="Queue"
            options={[
              { value: 'assigned', label: 'The lead assigns' },
              { value: 'take-next', label: 'Annotators take the next' },
            ]}
            value={draft.plan.queue}
            onChange={(queue) => setPlan({ queue })}
          />
          <NumberField
            label="A taken case is kept for"
            unit="minutes"
            min={1}
            max={10_080}
            value={draft.plan.reservationMinutes}
            onChange={(value) => setPlan({ reservationMinutes: value ?? draft.plan.reservationMinutes })}
          />
        </div>
      </Panel>
      {mayEdit && (
        <div>
          <Button variant="solid" isBusy={isRunning} onClick={() => void save()}>
            Save
          </Button>
        </div>
      )}
    </fieldset>
  );
}
