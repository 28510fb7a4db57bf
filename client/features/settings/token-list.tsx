import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { useState } from 'react';
import { useCall, useEndpoint } from '../../sync/rest.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Notice } from '../../ui/notice.tsx';
import { notify } from '../../ui/notify.ts';
import { Panel, PanelHeading } from '../../ui/panel.tsx';
import { Table } from '../../ui/table.tsx';
import styles from './settings.module.css';
import { dayAndTime } from '../../ui/clock-time.ts';

/** Tokens with which the command line acts in one's own name; each is shown once. */
export function TokenList() {
  const { data } = useEndpoint(endpoints.tokens);
  const [name, setName] = useState('');
  const [made, setMade] = useState<string>();
  const { run: create, isRunning } = useCall(endpoints.createToken, ['/me/tokens']);
  const { run: revoke } = useCall(endpoints.revokeToken, ['/me/tokens']);
  const add = async (): Promise<void> => {
    const token = await create({ body: { name } });
    if (!token.ok) return notify(token.error.message, 'attention');
    setMade(token.value.token);
    setName('');
  };
  const end = async (token: string): Promise<void> => {
    const ended = await revoke({ params: { token } });
    if (!ended.ok) notify(ended.error.message, 'attention');
  };
  return (
    <Panel label="API tokens">
      <PanelHeading aside="npx consilium … --url … --token …">My API tokens</PanelHeading>
      {made && (
        <Notice kind="attention" title="Copy it now: it cannot be shown again">
          <code className={styles.token}>{made}</code>
        </Notice>
      )}
      {(data?.tokens.length ?? 0) > 0 && (
        <Table
          label="My API tokens"
          rows={data?.tokens ?? []}
          rowKey={(token) => token.id}
          columns={[
            { id: 'name', title: 'Name', look: 'fill', cell: (token) => token.name },
            {
              id: 'used',
              title: 'Last used',
              cell: (token) => (token.lastUsedAt ? dayAndTime(token.lastUsedAt) : 'never'),
            },
            {
              id: 'end',
              title: 'End',
              isTitleHidden: true,
              align: 'end',
              cell: (token) => (
                <Button variant="quiet" onClick={() => void end(token.id)}>
                  End
                </Button>
              ),
            },
          ]}
        />
      )}
      <div className={styles.row}>
        <TextField label="Name of a new token" value={name} maxLength={80} onChange={setName} />
        <Button isBusy={isRunning} isDisabled={name.trim() === ''} onClick={() => void add()}>
          Make a token
        </Button>
      </div>
    </Panel>
  );
}
