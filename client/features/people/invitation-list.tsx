import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { useCall, useEndpoint } from '../../sync/rest.ts';
import { Button } from '../../ui/button.tsx';
import { notify } from '../../ui/notify.ts';
import { Panel, PanelHeading } from '../../ui/panel.tsx';
import { Table } from '../../ui/table.tsx';
import { dayAndTime, dayOf } from '../../ui/clock-time.ts';

/** Invitations, open and used. */
export function InvitationList({ project }: { project: string }) {
  const { data } = useEndpoint(endpoints.invitations, { params: { project } });
  const { run } = useCall(endpoints.revokeInvitation, [`/projects/${project}/invitations`]);
  const revoke = async (invitation: string): Promise<void> => {
    const revoked = await run({ params: { project, invitation } });
    if (!revoked.ok) notify(revoked.error.message, 'attention');
  };
  if (!data || data.invitations.length === 0) return null;
  return (
    <Panel label="Invitations">
      <PanelHeading>Invitations</PanelHeading>
      <Table
        label="Invitations"
        rows={data.invitations}
        rowKey={(one) => one.id}
        columns={[
          { id: 'note', title: 'For', look: 'fill', cell: (one) => one.note || 'no note' },
          { id: 'role', title: 'Role', cell: (one) => one.role },
          { id: 'state', title: 'State', cell: (one) => stateOf(one) },
          {
            id: 'actions',
            title: 'Actions',
            isTitleHidden: true,
            align: 'end',
            cell: (one) =>
              isOpen(one) && (
                <Button variant="quiet" onClick={() => void revoke(one.id)}>
                  Take back
                </Button>
              ),
          },
        ]}
      />
    </Panel>
  );
}

const isOpen = (one: { usedAt: string | null; expiresAt: string }): boolean =>
  one.usedAt === null && Date.parse(one.expiresAt) > Date.now();

function stateOf(one: { usedAt: string | null; expiresAt: string }): string {
  if (one.usedAt !== null) return `used ${dayOf(one.usedAt)}`;
  return isOpen(one) ? `open until ${dayAndTime(one.expiresAt)}` : 'expired';
}
