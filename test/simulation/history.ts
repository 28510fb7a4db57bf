import * as Y from 'yjs';
import { loadDocument } from '@consilium/server/relay/document.ts';
import { Attacker } from './attacker.ts';
import { SimulatedClient } from './client.ts';
import { textOf } from './mutants.ts';
import { makeRandom, type Random } from './random.ts';
import { documentName, World } from './world.ts';

/** What one random history came to; an empty list of faults is what every seed must give. */
export interface Outcome {
  readonly seed: number;
  readonly faults: readonly string[];
  readonly acknowledged: number;
  readonly forks: number;
  readonly refusals: number;
}

/** Plays one history of 2 to 8 clients, 1 or 2 relays and, in every second one, an attacker; then heals the world and looks. */
export async function playHistory(seed: number, steps = 100): Promise<Outcome> {
  const random = makeRandom(seed);
  const world = new World(random, 1 + random.below(2));
  const clients = Array.from(
    { length: 2 + random.below(7) },
    (_, i) => new SimulatedClient(`user${i}`, world.relays, random),
  );
  const attacker = random.chance(0.5) ? new Attacker(world.relays, random) : undefined;
  for (let step = 0; step < steps; step++) {
    await play(world, clients, attacker, random);
    await world.clock.pass(random.chance(0.02) ? 30 * 86_400_000 * random.next() : random.below(40));
  }
  const faults = await heal(world, clients);
  faults.push(...world.errors, ...findFaults(world, clients));
  faults.push(...(await findStored(world, clients)));
  const acknowledged = clients.flatMap(({ deeds }) => deeds).filter((deed) => deed.isAcknowledged).length;
  return {
    seed,
    faults,
    acknowledged,
    forks: clients.reduce((sum, { forks }) => sum + forks, 0),
    refusals: world.refusals.length,
  };
}

async function play(
  world: World,
  clients: readonly SimulatedClient[],
  attacker: Attacker | undefined,
  random: Random,
): Promise<void> {
  const client = random.pick(clients);
  const dice = random.next();
  if (attacker !== undefined && random.chance(0.3)) await attacker.attack();
  if (dice < 0.3) client.add(random.chance(0.5) ? 'annotations' : 'comments');
  else if (dice < 0.65) client.churn();
  else if (dice < 0.8) await client.connect();
  else if (dice < 0.86) client.cut();
  else if (dice < 0.9) client.reload();
  else if (dice < 0.915) random.pick(world.relays).crash();
  else if (dice < 0.92) upgrade(world, random);
  else if (dice < 0.94) setFrozen(world, !world.isFrozen && random.chance(0.5));
  else if (dice < 0.96) setReader(world, client.user, random.chance(0.4));
  else if (dice < 0.97) world.isDiskFull = !world.isDiskFull && random.chance(0.5);
  else if (dice < 0.98) world.areParted = !world.areParted;
  else for (const relay of world.relays) await relay.catchUp();
}

/** A newer server comes, relay by relay; those who are away go on with the app they have. */
function upgrade(world: World, random: Random): void {
  world.schemaVersion++;
  random.pick(world.relays).crash();
}

function setFrozen(world: World, isFrozen: boolean): void {
  world.isFrozen = isFrozen;
  void world.log.freeze(documentName, isFrozen);
  for (const relay of world.relays) relay.freeze(isFrozen);
}

function setReader(world: World, user: string, isReader: boolean): void {
  if (isReader) world.readers.add(user);
  else world.readers.delete(user);
  for (const relay of world.relays) relay.regrant();
}

/** All rights back, all online: a fork may need a second and third connection. Everybody must be able to write again. */
async function heal(world: World, clients: readonly SimulatedClient[]): Promise<string[]> {
  world.isDiskFull = false;
  world.areParted = false;
  world.readers.clear();
  setFrozen(world, false);
  const faults: string[] = [];
  for (let round = 0; round < 3; round++) {
    for (const client of clients) if (!client.isOnline || round === 1) await client.connect();
    await world.clock.pass(20_000);
    for (const relay of world.relays) await relay.catchUp();
    await world.clock.pass(1000);
  }
  const last = clients.map((client) => client.add('annotations'));
  await world.clock.pass(1000);
  for (const relay of world.relays) await relay.catchUp();
  await world.clock.pass(1000);
  last.forEach((deed, i) => {
    if (!deed.isAcknowledged) faults.push(`user${i} is locked out`);
  });
  return faults;
}

function findFaults(world: World, clients: readonly SimulatedClient[]): string[] {
  const faults: string[] = [];
  const first = textOf(clients[0]!.doc); // at least two clients
  for (const client of clients) {
    if (textOf(client.doc) !== first) faults.push(`${client.user} diverged`);
    for (const deed of client.deeds) {
      const value = client.doc.getMap(deed.root).get(deed.id);
      if (deed.isAcknowledged && value === undefined) faults.push(`acknowledged ${deed.id} is lost`);
      if (deed.root === 'comments' && deed.isAcknowledged && value !== client.user)
        faults.push(`${deed.id} was changed by another`);
      if (!deed.isAcknowledged) faults.push(`${deed.id} was never taken in`);
    }
    if (client.doc.getMap('published').size > 0) faults.push('somebody published');
  }
  const honest = world.refusals.filter(
    ({ user, reason }) => user !== 'mallory' && !['frozen', 'read-only'].includes(reason),
  );
  for (const { user, reason } of honest) faults.push(`honest ${user} was refused: ${reason}`);
  return faults;
}

/** What the log holds is what everybody sees: a newcomer tomorrow gets the same. */
async function findStored(world: World, clients: readonly SimulatedClient[]): Promise<string[]> {
  const { content } = await loadDocument(world.log, documentName);
  const doc = new Y.Doc();
  Y.applyUpdate(doc, content.since(new Map()));
  return textOf(doc) === textOf(clients[0]!.doc) ? [] : ['the log holds something else']; // at least two clients
}
