import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { PersonRow } from '@consilium/shared/wire/rest/people.ts';
import { useState } from 'react';
import { useCall } from '../../sync/rest.ts';
import { Button } from '../../ui/button.tsx';
import { dayAndTime } from '../../ui/clock-time.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { notify } from '../../ui/notify.ts';
import { LinkDialog } from './link-dialog.tsx';

/** For somebody who has forgotten their password; administrators see it. */
export function PasswordLinkButton({ person }: { person: PersonRow }) {
  const [isAsking, setAsking] = useState(false);
  const [link, setLink] = useState<{ url: string; expiresAt: string }>();
  const { run } = useCall(endpoints.makePasswordLink, []);
  const make = async (): Promise<void> => {
    const made = await run({ params: { user: person.id } });
    setAsking(false);
    if (made.ok) setLink(made.value);
    else notify(made.error.message, 'attention');
  };
  return (
    <>
      <Button variant="quiet" onClick={() => setAsking(true)}>
        New password …
      </Button>
      <ConfirmDialog title={`A link for ${person.name}?`} confirm="Make the link" isOpen={isAsking} onClose={() => setAsking(false)} onConfirm={make}>
        By it they choose a new password and are signed out everywhere. Whoever has the link can sign in as them, so send it to nobody else. That you made it stands in the audit record.
      </ConfirmDialog>
      {link && (
        <LinkDialog url={link.url} isOpen onClose={() => setLink(undefined)}>
          {`It works once, for ${person.name}, until ${dayAndTime(link.expiresAt)}. It cannot be shown again; a newer one ends it.`}
        </LinkDialog>
      )}
    </>
  );
}
