import type { ProtocolVersion } from '@consilium/shared/domain/protocol.ts';
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button, IconButton } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { PublishedProtocol } from '../published-protocol/published-protocol.tsx';
import classes from './annotate.module.css';

/** The protocol beside the film: what changed, labels with definitions and examples, the guideline, the rules. */
export function ProtocolDrawer({ protocol, project, onClose }: { protocol: ProtocolVersion; project: string; onClose: () => void }) {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => element.current?.focus(), []);
  return (
    <div ref={element} tabIndex={-1} className={classes.drawer} role="region" aria-label={`Protocol version ${protocol.version}`} onKeyDown={(event) => event.key === 'Escape' && onClose()}>
      <div className={classes.drawerHead}><h2>Protocol v{protocol.version}</h2><IconButton icon={X} title="Close the protocol" keys="Escape" onClick={onClose} /></div>
      {protocol.changes.length > 0 && <Changes protocol={protocol} />}
      <PublishedProtocol project={project} version={protocol.version} />
    </div>
  );
}

/** A newer version stands between the reader and the work until what changed has been seen. */
export function ProtocolChange({ protocol, onAcknowledge, onProtocol }: { protocol: ProtocolVersion; onAcknowledge: () => void; onProtocol: () => void }) {
  return (
    <div className={classes.over}>
      <Notice kind="attention" title={`The protocol has changed: version ${protocol.version}`} actions={<><Button variant="quiet" onClick={onProtocol}>Read it</Button><Button variant="solid" onClick={onAcknowledge}>Go on with v{protocol.version}</Button></>}>
        {protocol.changes.length > 0 ? <ul>{protocol.changes.map((change) => <li key={change}>{change}</li>)}</ul> : 'Its lead gave no summary of the changes.'}
      </Notice>
    </div>
  );
}

const Changes = ({ protocol }: { protocol: ProtocolVersion }) => (
  <div className={classes.changes}><b>What changed in v{protocol.version}</b><ul>{protocol.changes.map((change) => <li key={change}>{change}</li>)}</ul></div>
);
