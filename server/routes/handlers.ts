import type { Endpoint } from '@consilium/shared/wire/rest/endpoint.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import type { Access } from '../access/world.ts';
import { type App, type Handler, mount } from './mount.ts';
import { exportHandlers } from './exports.ts';
import { itemHandlers } from './items.ts';
import { peopleHandlers } from './people.ts';
import { projectHandlers } from './projects.ts';
import { sessionHandlers } from './sessions.ts';

/** A handler for every endpoint of a table: the compiler says which is missing. */
export type Handlers<Table extends Readonly<Record<string, Endpoint>>> = { readonly [Name in keyof Table]: Handler<Table[Name]> };

export function handlersOf(access: Access) {
  return { ...peopleHandlers(access), ...projectHandlers(access), ...itemHandlers(access), ...sessionHandlers(access), ...exportHandlers(access) };
}

/** Serves every endpoint of the table. */
export function mountAll(app: App, access: Access): void {
  const handlers: Partial<Record<string, unknown>> = handlersOf(access);
  for (const [name, endpoint] of Object.entries(endpoints)) {
    const handler = handlers[name];
    if (handler !== undefined) mount(app, access, endpoint as Endpoint, handler as Handler<Endpoint>); // `handlersOf` is typed name by name
  }
}
