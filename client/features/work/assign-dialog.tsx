import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Project } from '@consilium/shared/wire/rest/projects.ts';
import { useState } from 'react';
import { useCall, useEndpoint } from '../../sync/rest.ts';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { MultiSelect, NumberField, Select } from '../../ui/fields.tsx';
import { Notice } from '../../ui/notice.tsx';
import { notify } from '../../ui/notify.ts';

interface Props {
  readonly project: Project;
  readonly items: readonly string[];
  readonly onClose: () => void;
}

/** Gives items to readers: who, how many each item needs, blind or open. Nobody chosen: the items wait in the queue for whoever takes the next. */
export function AssignDialog({ project, items, onClose }: Props) {
  const { data } = useEndpoint(endpoints.people, { params: { project: project.id } });
  const [readers, setReaders] = useState<readonly string[]>([]);
  const [readersNeeded, setNeeded] = useState(project.plan.readersPerItem);
  const [blinding, setBlinding] = useState(project.plan.blinding);
  const [problem, setProblem] = useState<string>();
  const { run, isRunning } = useCall(endpoints.assign, [`/projects/${project.id}`]);
  const canRead = (data?.people ?? []).filter((person) => person.role !== 'observer' && person.role !== 'trainer');
  const assign = async (): Promise<void> => {
    const done = await run({
      params: { project: project.id },
      body: { items: [...items], readers: [...readers], readersNeeded, blinding },
    });
    if (!done.ok) return setProblem(done.error.message);
    notify(`${done.value.assigned} assignments made`, 'done');
    onClose();
  };
  return (
    <Dialog
      title={`Assign ${items.length} ${items.length === 1 ? 'case' : 'cases'}`}
      isOpen
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} onAct={() => void assign()} isBusy={isRunning}>
          {readers.length === 0 ? 'Leave to the queue' : 'Assign'}
        </DialogActions>
      }
    >
      <MultiSelect
        label="Readers"
        help="Each chosen reader gets every chosen case. Choose nobody to leave them to the queue."
        options={canRead.map((person) => ({ value: person.id, label: `${person.name} (${person.role})` }))}
        value={readers}
        onChange={setReaders}
      />
      <NumberField
        label="Readers each case needs"
        min={1}
        max={20}
        value={readersNeeded}
        onChange={(value) => setNeeded(value ?? readersNeeded)}
      />
      <Select
        label="Readers are"
        options={[
          { value: 'blind', label: 'Blind to each other until the reveal' },
          { value: 'open', label: 'In one open case together' },
        ]}
        value={blinding}
        onChange={setBlinding}
      />
      {readers.length > readersNeeded && (
        <Notice kind="attention">
          {readers.length} readers are chosen, {readersNeeded} are needed: the comparison begins once {readersNeeded}{' '}
          have submitted, or all who were assigned.
        </Notice>
      )}
      {problem && <Notice kind="stop">{problem}</Notice>}
    </Dialog>
  );
}
