import type { Label, ProtocolContent, ProtocolVersion } from '@consilium/shared/domain/protocol.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Item } from '@consilium/shared/wire/rest/items.ts';
import type { Problem } from '@consilium/shared/wire/rest/endpoint.ts';
import type { Me } from '@consilium/shared/wire/rest/people.ts';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { clientModalityOf } from '../../modalities/registry.ts';
import { useMe } from '../../sync/me.ts';
import { beginReading } from '../../sync/openings.ts';
import { useMyQueue } from '../../sync/my-queue.ts';
import { usePublishedProtocol } from '../../sync/published-protocol.ts';
import { nextToDo } from '../../sync/queue-order.ts';
import { useEndpoint } from '../../sync/rest.ts';

/** An item as its reader works on it. */
export interface Case {
  readonly item: Item;
  readonly me: Me;
  readonly projectName: string;
  readonly protocol: ProtocolVersion;
  readonly labels: readonly Label[];
  /** those that can be drawn on this item at all */
  readonly offered: readonly Label[];
  /** 1-based place among my items, and its neighbours there; behind the last the first that is still to be read */
  readonly place: { readonly index: number; readonly count: number; readonly previous: Item | undefined; readonly next: Item | undefined };
  /** a version published since this person last agreed to one: what changed, to be read before going on */
  readonly newer: ProtocolVersion | undefined;
  readonly acknowledge: () => void;
  readonly refetch: () => Promise<void>;
}

/** How often somebody at a case is asked after for: a new version of the protocol. */
const lookForVersionMs = 10_000;

export type CaseState = { readonly type: 'opening' } | { readonly type: 'refused'; readonly problem: Problem } | { readonly type: 'open'; readonly case: Case };

/** Everything about a case but what is drawn on it; offline from what is kept on this device. */
export function useCase(id: string): CaseState {
  const me = useMe();
  const { data: item, problem, refetch } = useEndpoint(endpoints.item, { params: { item: id } });
  const project = item?.project ?? '';
  const modality = item?.modality;
  useEffect(() => {
    if (modality !== undefined) clientModalityOf(modality)?.fetchViewer(); // beside what is still asked for
  }, [modality]);
  const isKnown = { isEnabled: item !== undefined };
  const { data: described } = useEndpoint(endpoints.project, { params: { project } }, { ...isKnown, refetchEveryMs: lookForVersionMs });
  const { data: queue, problem: noQueue } = useMyQueue(project, isKnown);
  const newest = described?.protocolVersion ?? undefined;
  const { data: protocol, problem: noProtocol } = usePublishedProtocol(project, newest);
  const [agreed, setAgreed] = useState<number>();
  const [notBlind, setNotBlind] = useState<Problem>();
  useEffect(() => {
    setAgreed(undefined);
    setNotBlind(undefined);
  }, [id]);
  const mine = item?.mine;
  const isUnopened = mine?.state === 'assigned' || mine?.state === 'reserved';
  const known = agreed ?? versionKnown(item, noQueue ? [] : queue?.items);

  const open = useCallback(async (version: number): Promise<void> => {
    setAgreed(version);
    const begun = await beginReading(id, version);
    if (begun.ok) await refetch();
    else if (begun.error.type === 'NotBlind') setNotBlind(begun.error); // nothing is drawn that could never be handed in
  }, [id, refetch]);
  useEffect(() => {
    const isRead = known !== undefined && (known === 0 || known === newest); // else what changed is read first
    if (isUnopened && newest !== undefined && agreed === undefined && isRead) void open(newest);
  }, [isUnopened, newest, agreed, known, open]);

  return useMemo((): CaseState => {
    if (notBlind) return { type: 'refused', problem: notBlind };
    if (problem && !item) return { type: 'refused', problem };
    if (noProtocol && !protocol) return { type: 'refused', problem: noProtocol };
    if (item && described && newest === undefined) return { type: 'refused', problem: { type: 'NoProtocol', message: 'This project has no published protocol yet. Its lead publishes one; then reading can begin.' } };
    if (!item || !me || !described || !protocol) return { type: 'opening' };
    const isUnderWay = mine?.state === 'open' || isUnopened;
    const isBehind = isUnderWay && known !== undefined && known > 0 && known < protocol.version;
    return {
      type: 'open',
      case: {
        item, me, projectName: described.name, protocol, labels: inOrder(protocol.content), offered: inOrder(protocol.content).filter((label) => fits(label, item)), place: placeOf(id, queue?.items ?? []),
        newer: isBehind ? protocol : undefined, acknowledge: () => void open(protocol.version), refetch,
      },
    };
  }, [notBlind, problem, item, noProtocol, protocol, me, described, newest, known, isUnopened, mine, id, queue, open, refetch]);
}

const inOrder = (content: ProtocolContent): readonly Label[] => [...content.labels].sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0));

const fits = ({ geometries }: Label, { modality }: Item): boolean => geometries.length === 0 || geometries.some((kind) => kind.startsWith(`${modality}.`));

/** The version of the protocol this person last agreed to: for this case, else for any of theirs; 0 for none yet, `undefined` while that is not known. */
function versionKnown(item: Item | undefined, queue: readonly Item[] | undefined): number | undefined {
  if (item === undefined || queue === undefined) return item?.mine?.protocolVersion ?? undefined;
  return item.mine?.protocolVersion ?? Math.max(0, ...queue.map(({ mine }) => mine?.protocolVersion ?? 0));
}

function placeOf(id: string, items: readonly Item[]): Case['place'] {
  const index = items.findIndex((item) => item.id === id);
  return { index: index + 1, count: items.length, previous: items[index - 1], next: items[index + 1] ?? nextToDo(items, id) };
}
