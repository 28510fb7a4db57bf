import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { useNavigate } from '@tanstack/react-router';
import { Upload } from 'lucide-react';
import { useRef } from 'react';
import { useCall } from '../../sync/rest.ts';
import { Button } from '../../ui/button.tsx';
import { notify } from '../../ui/notify.ts';

/** Brings a bundle in as a project of its own, and goes there. @param onProblem why it was not imported; nothing while it is tried */
export function BundleButton({ onProblem }: { onProblem: (words: string | undefined) => void }) {
  const file = useRef<HTMLInputElement>(null);
  const { run, isRunning } = useCall(endpoints.importBundle);
  const navigate = useNavigate();
  const bring = async (bundle: File): Promise<void> => {
    onProblem(undefined);
    const made = await run({ body: bundle });
    if (!made.ok) return onProblem(made.error.message);
    notify(`${bundle.name} is a project of its own, with ${made.value.items} cases`, 'done');
    await navigate({ to: `/projects/${made.value.project}/overview` });
  };
  return (
    <>
      <Button icon={Upload} isBusy={isRunning} onClick={() => file.current?.click()}>
        Bring a bundle in …
      </Button>
      <input
        ref={file}
        type="file"
        accept=".zip,application/zip"
        hidden
        aria-label="Bundle file"
        onChange={(event) => {
          const bundle = event.target.files?.[0];
          if (bundle) void bring(bundle);
          event.target.value = '';
        }}
      />
    </>
  );
}
