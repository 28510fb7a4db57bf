import { contentToHash } from '@consilium/shared/document/content-hash.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import { Lock, PenLine } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useCall } from '../../sync/rest.ts';
import { sha256Hex } from '../../sync/sha256.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Select, TextField } from '../../ui/fields.tsx';
import { Notice } from '../../ui/notice.tsx';
import { notify } from '../../ui/notify.ts';
import { Panel, PanelHeading } from '../../ui/panel.tsx';
import { PersonBadge } from './person-badge.tsx';
import { frozenHash, signaturesOf } from './published.ts';
import styles from './session.module.css';
import type { Case } from './use-case.ts';
import type { Room } from './use-room.ts';
import { isSettled } from './row-state.ts';
import { votersOf } from './vote-panel.tsx';
import { dayAndTime } from '../../ui/clock-time.ts';

/** Who has signed the consensus of this case, and signing it: password, meaning, hash. Enough signatures freeze it. */
export function SignOffPanel({ room, shown }: { room: Room; shown: Case }) {
  const { world, facts, mayWrite } = room;
  const hash = useConsensusHash(room);
  const signatures = signaturesOf(world.published, shown.item.id);
  const frozen = frozenHash(signatures, facts.session) ?? (shown.item.phase === 'signed' ? hash : undefined);
  const open = shown.disagreements.filter((row) => !isSettled(row, world.decisions)).length;
  const { quorum } = facts.session.rule;
  const signers = votersOf(
    shown.roster.readers,
    facts.session.chair,
    undefined,
    facts.isMember ? facts.me.user.id : undefined,
  );
  const mine = signatures.find(({ user, hash: signed }) => user === facts.me.user.id && signed === hash);
  return (
    <Panel label="Sign-off">
      <PanelHeading aside={`needs the chair and ${quorum} in all`}>Sign-off</PanelHeading>
      <ul className={styles.signers}>
        {signers.map((user) => {
          const signature = signatures.find((one) => one.user === user);
          const isOld =
            signature !== undefined && frozen === undefined && hash !== undefined && signature.hash !== hash;
          return (
            <li key={user} data-testid="signer" data-signed={signature !== undefined && !isOld}>
              <PersonBadge person={shown.roster.of(user)} />
              <span title={signature && `${signature.meaning}, ${dayAndTime(signature.at)}`}>
                {signature?.name ?? shown.roster.of(user).name}
                {signature && <small>{isOld ? 'signed before it changed' : `signed, ${signature.meaning}`}</small>}
              </span>
            </li>
          );
        })}
      </ul>
      {frozen ? (
        <Notice kind="done" title="Signed and frozen">
          The consensus of this case can no longer change. <Hash value={frozen} />
        </Notice>
      ) : (
        mayWrite && <Signing room={room} item={shown.item.id} hash={hash} open={open} isSigned={mine !== undefined} />
      )}
      {!frozen && (
        <p className={styles.dim}>
          Signing freezes this case, its votes and protocol v{shown.protocolVersion} in the audit record.
        </p>
      )}
    </Panel>
  );
}

const Hash = ({ value }: { value: string }) => (
  <code className={styles.hash} title={value} data-testid="hash">
    {value.slice(0, 16)}…
  </code>
);

/** SHA-256 of the consensus as it stands on this device. */
function useConsensusHash({ world }: Room): string | undefined {
  const [hash, setHash] = useState<string>();
  const content = contentToHash(world.consensus);
  useEffect(() => {
    let isCurrent = true;
    void sha256Hex(content).then((next) => isCurrent && setHash(next));
    return () => {
      isCurrent = false;
    };
  }, [content]);
  return hash;
}

const meanings = [
  'I agree with this consensus',
  'I was there; my dissent stands in the record',
  'I chaired this session and confirm its outcome',
] as const;

interface SigningProps {
  readonly room: Room;
  readonly item: string;
  readonly hash: string | undefined;
  /** rows not yet settled */
  readonly open: number;
  readonly isSigned: boolean;
}

function Signing({ room, item, hash, open, isSigned }: SigningProps) {
  const [isOpen, setOpen] = useState(false);
  if (isSigned)
    return <p className={styles.signed}>You have signed. The case is frozen when the chair and enough members have.</p>;
  return (
    <>
      <Button icon={Lock} isFullWidth isDisabled={open > 0 || hash === undefined} onClick={() => setOpen(true)}>
        {open > 0 ? `Sign when ${open} more ${open === 1 ? 'row is' : 'rows are'} settled` : 'Sign this case'}
      </Button>
      {isOpen && hash && <SignDialog room={room} item={item} hash={hash} onClose={() => setOpen(false)} />}
    </>
  );
}

function SignDialog({ room, item, hash, onClose }: { room: Room; item: string; hash: string; onClose: () => void }) {
  const { facts, consensus } = room;
  const isChair = facts.session.chair === facts.me.user.id;
  const [password, setPassword] = useState('');
  const [meaning, setMeaning] = useState<string>(isChair ? meanings[2] : meanings[0]);
  const [problem, setProblem] = useState<string>();
  const [isWaiting, setWaiting] = useState(false);
  const { run } = useCall(endpoints.sign, [`/items/${item}`, `/sessions/${facts.session.id}`]);
  const sign = async (): Promise<void> => {
    setWaiting(true);
    await consensus?.flush();
    const signed = await run({ params: { session: facts.session.id, item }, body: { password, meaning, hash } });
    setWaiting(false);
    if (!signed.ok) return setProblem(signed.error.message);
    notify(signed.value.isFrozen ? 'Signed. The consensus of this case is frozen.' : 'Signed.', 'done');
    onClose();
  };
  return (
    <Dialog
      title="Sign the consensus"
      isOpen
      onClose={onClose}
      actions={
        <Button
          variant="solid"
          icon={PenLine}
          type="submit"
          form="sign-off"
          isBusy={isWaiting}
          isDisabled={password === ''}
        >
          Sign as {facts.me.user.name}
        </Button>
      }
    >
      <form
        id="sign-off"
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void sign();
        }}
      >
        <p>
          Your name, the time and what it means are bound to the content you see: <Hash value={hash} />
        </p>
        <Select
          label="What my signature means"
          options={meanings.map((value) => ({ value, label: value }))}
          value={meaning}
          onChange={setMeaning}
        />
        <TextField
          label="My password"
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          error={problem}
          hasAutoFocus
        />
      </form>
    </Dialog>
  );
}
