import { type ProposalMaking, proposals } from '@consilium/shared/consensus/proposals.ts';
import type { Comparison, Row } from '@consilium/shared/consensus/comparison.ts';
import type { Annotation } from '@consilium/shared/domain/annotation.ts';
import type { Label, ProtocolContent } from '@consilium/shared/domain/protocol.ts';
import { modalityOf } from '@consilium/shared/modalities/registry.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Item } from '@consilium/shared/wire/rest/items.ts';
import type { BallotOption } from '@consilium/shared/consensus/ballot-option.ts';
import { useMemo } from 'react';
import type { ClientModality } from '../../modalities/contract.ts';
import { clientModalityOf } from '../../modalities/registry.ts';
import { usePublishedProtocol } from '../../sync/published-protocol.ts';
import { useEndpoint } from '../../sync/rest.ts';
import { useText } from '../../sync/use-text.ts';
import { type Roster, rosterOf } from './roster.ts';
import { groupRows, type RowGroups } from './row-state.ts';
import type { SessionFacts } from './use-session-facts.ts';

/** One item of the session with everything its rows are shown by. */
export interface Case extends RowGroups {
  readonly item: Item;
  readonly comparison: Comparison;
  readonly roster: Roster;
  readonly protocol: ProtocolContent;
  readonly protocolVersion: number;
  readonly modality: ClientModality | undefined;
  labelOf(id: string): Label | undefined;
  describe(annotation: Annotation): string;
  /** what a round over a row may offer */
  optionsOf(row: Row): readonly BallotOption[];
}

export type CaseState =
  | { readonly type: 'loading' }
  | { readonly type: 'failed'; readonly why: string }
  | { readonly type: 'ready'; readonly value: Case };

/** Follows an item's comparison and the protocol it was made under; both are kept on this device. */
export function useCase(item: Item | undefined, facts: SessionFacts): CaseState {
  const compared = useEndpoint(
    endpoints.comparison,
    { params: { item: item?.id ?? '' } },
    { isEnabled: item !== undefined },
  );
  const version = compared.data?.protocolVersion;
  const protocol = usePublishedProtocol(facts.session.project, version);
  const content = useText(item);
  const value = useMemo(
    () =>
      item && compared.data && protocol.data
        ? caseOf(item, compared.data, protocol.data.content, { ...facts.names, ...compared.data.names }, content)
        : undefined,
    [item, compared.data, protocol.data, facts.names, content],
  );
  const problem = compared.problem ?? protocol.problem;
  if (value) return { type: 'ready', value };
  return problem ? { type: 'failed', why: problem.message } : { type: 'loading' };
}

function caseOf(
  item: Item,
  { comparison, protocolVersion }: { comparison: Comparison; protocolVersion: number },
  protocol: ProtocolContent,
  names: Readonly<Record<string, string>>,
  content: string | undefined,
): Case {
  const roster = rosterOf(comparison.readers, names);
  const modality = modalityOf(item.modality);
  const meta = modality.ok ? modality.value.readMeta(item.meta) : undefined;
  const labelOf = (id: string) => protocol.labels.find((label) => label.id === id);
  const describe = (annotation: Annotation): string => {
    const geometry = modality.ok && meta?.ok ? modality.value.readGeometry(annotation.geometry) : undefined;
    const name = labelOf(annotation.label)?.name ?? annotation.label;
    return modality.ok && meta?.ok && geometry?.ok
      ? `${name}, ${modality.value.describe(geometry.value, meta.value, content)}`
      : name;
  };
  const making: ProposalMaking | undefined =
    modality.ok && meta?.ok
      ? {
          modality: modality.value,
          meta: meta.value,
          protocol,
          nameOf: (reader) => roster.of(reader).name,
          ...(content === undefined ? {} : { content }),
        }
      : undefined;
  return {
    item,
    comparison,
    roster,
    protocol,
    protocolVersion,
    modality: clientModalityOf(item.modality),
    ...groupRows(comparison.rows),
    labelOf,
    describe,
    optionsOf: (row) => (making ? inOrder(proposals(row, making), roster) : []),
  };
}

/** What most of the readers drew first, then each reader by letter, then the rest: the same on every screen. */
function inOrder(options: readonly BallotOption[], roster: Roster): readonly BallotOption[] {
  const placeOf = ({ kind, reader }: BallotOption): number => {
    if (kind === 'majority') return -1;
    const at = roster.readers.findIndex(({ id }) => id === reader);
    return at < 0 ? roster.readers.length : at;
  };
  return [...options].sort((a, b) => placeOf(a) - placeOf(b));
}
