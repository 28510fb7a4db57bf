import { roots } from '@consilium/shared/document/roots.ts';
import { useMemo } from 'react';
import { type OpenDocument, useMap, useValues } from '../../sync/document.ts';
import { type SessionWorld, worldFrom } from './world.ts';

/** The session as it stands now, following every change. */
export function useLiveWorld(session: OpenDocument | undefined, consensus: OpenDocument | undefined): SessionWorld {
  const values = useValues(consensus);
  const decisions = useMap(consensus, roots.decisions);
  const shared = useMap(session, roots.session);
  const published = useMap(session, roots.published);
  const dissent = useMap(session, roots.dissent);
  return useMemo(
    () => worldFrom({ consensus: values, decisions, session: shared, published, dissent }),
    [values, decisions, shared, published, dissent],
  );
}
