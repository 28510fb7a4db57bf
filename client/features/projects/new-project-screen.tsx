import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { defaultPlan, type Plan } from '@consilium/shared/wire/rest/projects.ts';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { DeskScreen } from '../../app/shell/desk-screen.tsx';
import { useCall } from '../../sync/rest.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, TextArea, TextField } from '../../ui/fields.tsx';
import { Notice } from '../../ui/notice.tsx';
import { modalities } from './modality-in-words.ts';
import classes from './new-project-screen.module.css';
import { PlanFields } from './plan-fields.tsx';

/** What the project is to find out, from what data, read by how many. */
export function NewProjectScreen() {
  const [name, setName] = useState('');
  const [question, setQuestion] = useState('');
  const [detail, setDetail] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>(['imaging']);
  const [plan, setPlan] = useState<Plan>(defaultPlan);
  const [problem, setProblem] = useState<string>();
  const create = useCall(endpoints.createProject);
  const navigate = useNavigate();
  const toggle = (id: string, isChosen: boolean) =>
    setChosen(isChosen ? [...chosen, id] : chosen.filter((one) => one !== id));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (chosen.length === 0) return setProblem('Choose at least one kind of data.');
    const result = await create.run({
      body: { name: name.trim(), objective: { question, detail }, modalities: [...chosen], plan },
    });
    if (result.ok) await navigate({ to: `/projects/${result.value.id}/protocol` });
    else setProblem(result.error.message);
  };
  return (
    <DeskScreen title="New project">
      <form className={classes.form} onSubmit={(event) => void submit(event)}>
        <section>
          <h2>Objective</h2>
          <TextField
            label="Name"
            value={name}
            onChange={setName}
            isRequired
            hasAutoFocus
            maxLength={120}
            placeholder="Chest triage 2026"
          />
          <TextArea
            label="Clinical question"
            help="What should the consensus answer?"
            value={question}
            onChange={setQuestion}
            rows={2}
            maxLength={500}
            placeholder="Which radiographs need a physician within the hour?"
          />
          <TextArea
            label="Level of detail"
            help="How finely is it marked, and what is left out?"
            value={detail}
            onChange={setDetail}
            rows={2}
            maxLength={2000}
            placeholder="Outline each consolidation; lobes, not segments; lines and tubes by box"
          />
        </section>
        <section>
          <h2>Data</h2>
          {modalities.map(({ id, title, help }) => (
            <Checkbox
              key={id}
              label={title}
              help={help}
              isChecked={chosen.includes(id)}
              onChange={(isChosen) => toggle(id, isChosen)}
            />
          ))}
        </section>
        <PlanFields plan={plan} onChange={setPlan} />
        {problem && <Notice kind="stop">{problem}</Notice>}
        <div className={classes.actions}>
          <Button variant="solid" type="submit" isBusy={create.isRunning}>
            Create project
          </Button>
          <Button variant="quiet" onClick={() => void navigate({ to: '/' })}>
            Cancel
          </Button>
        </div>
      </form>
    </DeskScreen>
  );
}
