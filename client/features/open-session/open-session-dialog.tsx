import { defaultProtocolSettings } from '@consilium/shared/domain/protocol.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { usePublishedProtocol } from '../../sync/published-protocol.ts';
import { useCall, useEndpoint } from '../../sync/rest.ts';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Checkbox, NumberField, Select, TextField } from '../../ui/fields.tsx';
import { Notice } from '../../ui/notice.tsx';
import styles from './open-session.module.css';
import { dayOf } from '../../ui/clock-time.ts';

interface Props {
  readonly project: string;
  /** items chosen beforehand; none: all that wait */
  readonly chosen: readonly string[];
  readonly onClose: () => void;
}

const rules = [
  { value: 'majority', label: 'Majority of the ballots' },
  { value: 'unanimous', label: 'All ballots alike' },
  { value: 'chair', label: 'The chair decides, ballots advise' },
] as const;

/** Opens a session over items whose readings are all in; that reveals them to their readers. */
export function OpenSessionDialog({ project, chosen, onClose }: Props) {
  const { data: work } = useEndpoint(endpoints.work, { params: { project } });
  const { data: info } = useEndpoint(endpoints.project, { params: { project } });
  const version = info?.protocolVersion ?? undefined;
  const { data: protocol } = usePublishedProtocol(project, version);
  const fromProtocol = protocol?.content.settings ?? defaultProtocolSettings;
  const waiting = (work?.items ?? []).filter((item) => item.phase === 'compared' || item.phase === 'revealed');
  const [name, setName] = useState(`Consensus ${dayOf(new Date().toISOString())}`);
  const [picked, setPicked] = useState<readonly string[]>();
  const [rule, setRule] = useState<(typeof rules)[number]['value']>();
  const [quorum, setQuorum] = useState<number>();
  const [problem, setProblem] = useState<string>();
  const { run, isRunning } = useCall(endpoints.openSession, [`/projects/${project}`]);
  const navigate = useNavigate();
  const items =
    picked ?? (chosen.length > 0 ? waiting.filter((item) => chosen.includes(item.id)) : waiting).map((item) => item.id);
  const open = async (): Promise<void> => {
    const opened = await run({
      params: { project },
      body: {
        name,
        items: [...items],
        rule: { rule: rule ?? fromProtocol.rule, quorum: quorum ?? fromProtocol.quorum },
      },
    });
    if (!opened.ok) return setProblem(opened.error.message);
    onClose();
    await navigate({ to: '/sessions/$session', params: { session: opened.value.id } });
  };
  return (
    <Dialog
      title="Open a session"
      isOpen
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} onAct={() => void open()} isBusy={isRunning} isDisabled={items.length === 0 || name.trim() === ''}>
          Open over {items.length} {items.length === 1 ? 'case' : 'cases'}
        </DialogActions>
      }
    >
      <TextField label="Name" value={name} maxLength={120} onChange={setName} />
      <fieldset className={styles.items}>
        <legend>Cases with all readings in</legend>
        {waiting.length === 0 && <p>None yet: a case can be discussed once all its readings are submitted.</p>}
        {waiting.map((item) => (
          <Checkbox
            key={item.id}
            label={`${item.name}${item.disagreements === null ? '' : `, ${item.disagreements} to settle`}`}
            isChecked={items.includes(item.id)}
            onChange={(isOn) => setPicked(isOn ? [...items, item.id] : items.filter((one) => one !== item.id))}
          />
        ))}
      </fieldset>
      <div className={styles.row}>
        <Select label="Settles by" options={rules} value={rule ?? fromProtocol.rule} onChange={setRule} />
        <NumberField
          label="Ballots needed (quorum)"
          min={1}
          max={100}
          value={quorum ?? fromProtocol.quorum}
          onChange={setQuorum}
        />
      </div>
      <Notice>Opening reveals all readings of these cases to their readers. That cannot be taken back.</Notice>
      {problem && <Notice kind="stop">{problem}</Notice>}
    </Dialog>
  );
}
