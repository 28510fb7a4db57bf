import type { Example } from '@consilium/shared/domain/protocol.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { ImagePlus, Quote, Trash2 } from 'lucide-react';
import { useRef } from 'react';
import { useCall } from '../../sync/rest.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { TextArea, TextField } from '../../ui/fields.tsx';
import { notify } from '../../ui/notify.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { pictureAddress } from '../published-protocol/picture-address.ts';
import styles from './protocol.module.css';

interface Props {
  readonly examples: readonly Example[];
  readonly project: string;
  readonly isReadOnly: boolean;
  readonly onChange: (examples: Example[]) => void;
}

const verdicts = [
  { value: 'right', label: 'Right' },
  { value: 'wrong', label: 'Wrong' },
] as const;

/** Pictures and passages that show where a label is right and where it is wrong, each with a sentence. */
export function ExampleList({ examples, project, isReadOnly, onChange }: Props) {
  const file = useRef<HTMLInputElement>(null);
  const { run: store } = useCall(endpoints.storePicture, []);
  const put = (changed: Example): void => onChange(examples.map((one) => (one.id === changed.id ? changed : one)));
  const add = (shown: Example['shown']): void =>
    onChange([...examples, { id: crypto.randomUUID().slice(0, 8), verdict: 'right', sentence: '', shown }]);
  const addPicture = async (picture: File): Promise<void> => {
    const stored = await store({ params: { project }, body: new Uint8Array(await picture.arrayBuffer()) });
    if (stored.ok) add({ type: 'picture', ...stored.value });
    else notify(stored.error.message, 'attention');
  };
  return (
    <div className={styles.list}>
      {examples.map((example) => (
        <div key={example.id} className={styles.example} data-verdict={example.verdict}>
          <Shown example={example} project={project} onChange={put} />
          <div className={styles.exampleWords}>
            <Segmented
              label="Verdict"
              options={verdicts}
              value={example.verdict}
              onChange={(verdict) => put({ ...example, verdict })}
            />
            <TextField
              label="Why"
              isLabelHidden
              value={example.sentence}
              placeholder="Because …"
              maxLength={500}
              onChange={(sentence) => put({ ...example, sentence })}
            />
          </div>
          <IconButton
            icon={Trash2}
            title="Remove the example"
            onClick={() => onChange(examples.filter((one) => one !== example))}
          />
        </div>
      ))}
      {!isReadOnly && (
        <div className={styles.row}>
          <Button icon={ImagePlus} onClick={() => file.current?.click()}>
            Picture
          </Button>
          <Button icon={Quote} onClick={() => add({ type: 'passage', text: '' })}>
            Passage
          </Button>
          <input
            ref={file}
            type="file"
            accept="image/png,image/jpeg"
            hidden
            aria-label="Picture file"
            onChange={(event) => {
              const picture = event.target.files?.[0];
              if (picture) void addPicture(picture);
              event.target.value = '';
            }}
          />
        </div>
      )}
    </div>
  );
}

function Shown({
  example,
  project,
  onChange,
}: {
  example: Example;
  project: string;
  onChange: (example: Example) => void;
}) {
  const { shown } = example;
  if (shown.type === 'passage')
    return (
      <TextArea
        label="Passage"
        isLabelHidden
        rows={2}
        maxLength={2000}
        value={shown.text}
        placeholder="A passage …"
        onChange={(text) => onChange({ ...example, shown: { type: 'passage', text } })}
      />
    );
  return (
    <img
      className={styles.picture}
      src={pictureAddress(project, shown.sha256)}
      alt={`${example.verdict === 'right' ? 'Right' : 'Wrong'}: ${example.sentence}`}
    />
  );
}
