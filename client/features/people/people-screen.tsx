import { type Role, roleInWords } from '@consilium/shared/domain/people.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { PersonRow } from '@consilium/shared/wire/rest/people.ts';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { DeskScreen } from '../../app/shell/desk-screen.tsx';
import { useMay, useMe } from '../../sync/me.ts';
import { useCall, useEndpoint } from '../../sync/rest.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Select } from '../../ui/fields.tsx';
import { Notice } from '../../ui/notice.tsx';
import { notify } from '../../ui/notify.ts';
import { Panel, PanelHeading } from '../../ui/panel.tsx';
import { Table } from '../../ui/table.tsx';
import styles from './people.module.css';
import { InvitationList } from './invitation-list.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { PasswordLinkButton } from './password-link-button.tsx';
import { roleOptions } from './role-options.ts';
import { dayOf } from '../../ui/clock-time.ts';

/** Who belongs to the project, as what, and who is invited. */
export function PeopleScreen({ project }: { project: string }) {
  const mayInvite = useMay(project, 'people.invite');
  const { data, problem } = useEndpoint(endpoints.people, { params: { project } });
  const { run: changeRole } = useCall(endpoints.changeRole, [`/projects/${project}/people`, '/me']);
  const { run: removePerson } = useCall(endpoints.removePerson, [`/projects/${project}/`]);
  const [leaving, setLeaving] = useState<PersonRow>();
  const [isInviting, setInviting] = useState(false);
  const { id: me, isAdministrator = false } = useMe()?.user ?? {};
  const change = async (person: PersonRow, role: Role): Promise<void> => {
    const changed = await changeRole({ params: { project, user: person.id }, body: { role } });
    if (!changed.ok) notify(changed.error.message, 'attention');
  };
  const remove = async (person: PersonRow): Promise<void> => {
    const removed = await removePerson({ params: { project, user: person.id } });
    if (!removed.ok) notify(removed.error.message, 'attention');
    setLeaving(undefined);
  };
  return (
    <DeskScreen
      project={project}
      title="People"
      aside={data ? `${data.people.length} in this project` : undefined}
      actions={
        mayInvite && (
          <Button variant="solid" icon={UserPlus} onClick={() => setInviting(true)}>
            Invite …
          </Button>
        )
      }
    >
      {problem && <Notice kind="attention">{problem.message}</Notice>}
      <Panel label="Members">
        <Table
          label="Members"
          rows={data?.people ?? []}
          rowKey={(person) => person.id}
          columns={[
            {
              id: 'name',
              title: 'Name',
              look: 'fill',
              cell: (person) => (
                <b>
                  {person.name}
                  {person.id === me && ' (you)'}
                </b>
              ),
            },
            { id: 'email', title: 'E-mail', isWideOnly: true, cell: (person) => person.email },
            {
              id: 'role',
              title: 'Role',
              cell: (person) =>
                mayInvite ? (
                  <Select
                    label={`Role of ${person.name}`}
                    isLabelHidden
                    options={roleOptions}
                    value={person.role}
                    onChange={(role) => void change(person, role)}
                  />
                ) : (
                  person.role
                ),
            },
            {
              id: 'since',
              title: 'Since',
              isWideOnly: true,
              cell: (person) => dayOf(person.since),
            },
            {
              id: 'actions',
              title: 'Actions',
              isTitleHidden: true,
              align: 'end',
              cell: (person) =>
                person.id !== me && (
                  <>
                    {isAdministrator && <PasswordLinkButton person={person} />}
                    {mayInvite && (
                      <Button variant="quiet" onClick={() => setLeaving(person)}>
                        Remove …
                      </Button>
                    )}
                  </>
                ),
            },
          ]}
        />
      </Panel>
      {mayInvite && <InvitationList project={project} />}
      <Panel label="Roles">
        <PanelHeading>What a role may do</PanelHeading>
        <dl className={styles.roles}>
          {roleOptions.map(({ value, label }) => (
            <div key={value}>
              <dt>
                <b>{label}</b>
              </dt>
              <dd>{roleInWords[value]}</dd>
            </div>
          ))}
        </dl>
      </Panel>
      <InviteDialog project={project} isOpen={isInviting} onClose={() => setInviting(false)} />
      <ConfirmDialog
        title={`Remove ${leaving?.name ?? ''}?`}
        confirm="Remove"
        isDanger
        isOpen={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        onConfirm={() => (leaving ? remove(leaving) : undefined)}
      >
        They lose access at once. Their readings, ballots and signatures stay, under their name.
      </ConfirmDialog>
    </DeskScreen>
  );
}
