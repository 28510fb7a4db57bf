import { roleInWords } from '@consilium/shared/domain/people.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Me } from '@consilium/shared/wire/rest/people.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { DoorScreen } from '../../app/shell/door-screen.tsx';
import { call, useEndpoint } from '../../sync/rest.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { type Account, AccountForm } from './account-form.tsx';
import { DemonstrationOffer } from './demonstration-offer.tsx';

/** A one-time link: its token stands behind `#`, so that no server log has it. */
export function InvitationScreen() {
  const [token] = useState(() => location.hash.slice(1));
  const me = useEndpoint(endpoints.me);
  const look = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => call(endpoints.lookAtInvitation, { body: { token } }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [problem, setProblem] = useState<string>();
  const [accepted, setAccepted] = useState<Me>();
  if (accepted) return <DemonstrationOffer me={accepted} />;
  if (!look.data) return <DoorScreen title="Invitation">{null}</DoorScreen>;
  if (!look.data.ok) {
    return (
      <DoorScreen title="This invitation does not open">
        <Notice kind="stop">{look.data.error.message}</Notice>
      </DoorScreen>
    );
  }
  const { role, projectName, invitedBy } = look.data.value;
  const accept = async (account?: Account) => {
    const result = await call(endpoints.acceptInvitation, { body: { token, ...(account ? { account } : {}) } });
    if (!result.ok) return setProblem(result.error.message);
    history.replaceState(null, '', '/invitation'); // the token is used up
    if (role === 'administrator' && !result.value.hasDemonstration) return setAccepted(result.value);
    location.assign('/');
  };
  return (
    <DoorScreen title={role === 'administrator' ? 'Set up Consilium' : `Join ${projectName ?? 'the project'}`}>
      <p>
        {role === 'administrator'
          ? 'You become the administrator of this installation. '
          : `${invitedBy ?? 'A lead'} invites you as ${role}. ${roleInWords[role]}. `}
        {me.data ? `You are signed in as ${me.data.user.name}.` : 'Make your account to go on.'}
      </p>
      {me.data ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void accept();
          }}
        >
          {problem && <Notice kind="stop">{problem}</Notice>}
          <Button variant="solid" type="submit" isFullWidth>
            Accept
          </Button>
        </form>
      ) : (
        <AccountForm onSubmit={accept} problem={problem} />
      )}
    </DoorScreen>
  );
}
