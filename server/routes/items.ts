import type { itemEndpoints } from '@consilium/shared/wire/rest/items.ts';
import { connected } from '../access/authority.ts';
import type { Access } from '../access/world.ts';
import { systemClock } from '../relay/clock.ts';
import { assign } from '../work/assign.ts';
import { readComparison } from '../work/compare-item.ts';
import { authorsOf, pullDocuments, pushDocuments } from '../work/documents.ts';
import { erasedAmong, eraseItem } from '../work/erase-item.ts';
import { giveBack, unassign } from '../work/give-back.ts';
import { listWork } from '../work/list-work.ts';
import { openItem } from '../work/open-item.ts';
import { queueOf } from '../work/queue.ts';
import { readItem } from '../work/read-item.ts';
import { readSource } from '../work/read-source.ts';
import { countRefusals } from '../work/refusals.ts';
import { reveal } from '../work/reveal.ts';
import { submit } from '../work/submit.ts';
import { takeNext } from '../work/take-next.ts';
import type { Handlers } from './handlers.ts';

export function itemHandlers({ services, authority }: Access): Handlers<typeof itemEndpoints> {
  const refusals = countRefusals(systemClock);
  return {
    work: ({ person, param }) => listWork(services, person, param('project')),
    assign: ({ person, param, body }) => assign(services, person, param('project'), body),
    unassign: ({ person, param }) => unassign(services, person, param('item'), param('user')),
    queue: ({ person, param }) => queueOf(services, person, param('project')),
    takeNext: ({ person, param }) => takeNext(services, person, param('project')),
    giveBack: ({ person, param, body }) => giveBack(services, person, param('item'), body.why),
    item: ({ person, param }) => readItem(services, person, param('item')),
    source: ({ person, param, request }) => readSource(services, person, param('item'), param('sha256'), request.headers),
    openItem: ({ person, param, body }) => openItem(services, person, param('item'), body.protocolVersion),
    submit: ({ person, param, body }) => submit(services, person, param('item'), body),
    comparison: ({ person, param }) => readComparison(services, person, param('item')),
    reveal: ({ person, param }) => reveal(services, person, param('item')),
    eraseItem: ({ person, param, body }) => eraseItem(services, person, param('item'), body.reason),
    erasedItems: ({ body }) => erasedAmong(services, body.items),
    pull: ({ visit, body }) => pullDocuments(services, connected(visit), body),
    push: ({ visit, body }) => pushDocuments(services, refusals, connected(visit), body),
    authors: ({ visit, query }) => authorsOf(services, authority, connected(visit), query.name),
  };
}
