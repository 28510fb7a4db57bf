import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import classes from './annotate.module.css';
import type { Missing } from './completeness.ts';

interface Props {
  readonly missing: readonly Missing[];
  readonly marks: number;
  readonly isBusy: boolean;
  readonly problem: string | undefined;
  readonly onGo: (missing: Missing) => void;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
}

/** Either what is still missing, each one step away, or the last word before the reading is frozen. */
export function SubmitDialog({ missing, marks, isBusy, problem, onGo, onSubmit, onClose }: Props) {
  if (missing.length > 0)
    return (
      <Dialog title="Not yet complete" isOpen onClose={onClose} actions={<Button variant="solid" onClick={onClose}>Back to the case</Button>}>
        <p>{missing.length === 1 ? 'One answer is missing.' : `${missing.length} answers are missing.`} Choose one to go there.</p>
        <ul className={classes.missing}>
          {missing.map((one, at) => <li key={`${one.annotation?.id ?? 'case'}/${one.attribute?.id ?? 'label'}`}><button type="button" data-autofocus={at === 0 || undefined} onClick={() => onGo(one)}>{one.words}</button></li>)}
        </ul>
      </Dialog>
    );
  return (
    <Dialog title="Submit this read?" isOpen onClose={onClose} size="small" actions={<><Button variant="quiet" onClick={onClose}>Not yet</Button><Button variant="solid" isBusy={isBusy} onClick={onSubmit}>Submit read</Button></>}>
      <p>{marks === 0 ? 'You have marked nothing: this says that there is nothing to mark.' : `${marks} ${marks === 1 ? 'mark' : 'marks'}, all questions answered.`} Afterwards it can no longer be changed.</p>
      {problem && <p role="alert" className={classes.must}>{problem}</p>}
    </Dialog>
  );
}
