import type { Draft } from '@consilium/shared/document/draft.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { useState } from 'react';
import type { OpenDocument } from '../../sync/document.ts';
import { useCall } from '../../sync/rest.ts';
import { DialogActions } from '../../ui/dialog-actions.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextArea } from '../../ui/fields.tsx';
import { Notice } from '../../ui/notice.tsx';
import { notify } from '../../ui/notify.ts';

interface Props {
  readonly project: string;
  readonly document: OpenDocument;
  readonly draft: Draft;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Publishing makes an immutable version; the draft is first brought to the server whole. */
export function PublishDialog({ project, document, draft, isOpen, onClose }: Props) {
  const [why, setWhy] = useState('');
  const [problems, setProblems] = useState<readonly string[]>([]);
  const { run, isRunning } = useCall(endpoints.publishProtocol, [`/projects/${project}`, '/projects']);
  const publish = async (): Promise<void> => {
    await document.flush();
    const published = await run({ params: { project }, body: { why } });
    if (!published.ok) return setProblems(linesOf(published.error.details) ?? [published.error.message]);
    notify(`Version ${published.value.version} is published`, 'done');
    setWhy('');
    setProblems([]);
    onClose();
  };
  return (
    <Dialog
      title="Publish the protocol"
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <DialogActions onCancel={onClose} onAct={() => void publish()} isBusy={isRunning}>
          Publish
        </DialogActions>
      }
    >
      <p>
        {draft.labels.length} labels, {draft.itemAttributes.length} questions, {draft.relations.length} relations,{' '}
        {draft.rules.length} rules. A published version never changes; annotators see what is new before they go on.
      </p>
      <TextArea label="Why this version" help="Stands in the audit log" value={why} maxLength={500} onChange={setWhy} />
      {problems.length > 0 && (
        <Notice kind="stop" title="This cannot be published yet">
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Notice>
      )}
    </Dialog>
  );
}

/** The server lists problems as text, or as objects with a message and its place. */
function linesOf(details: unknown): string[] | undefined {
  if (!Array.isArray(details) || details.length === 0) return undefined;
  return details.map((one) =>
    typeof one === 'string'
      ? one
      : [one?.at ?? one?.place, one?.message ?? JSON.stringify(one)].filter(Boolean).join(': '),
  );
}
