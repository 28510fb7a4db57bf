import { itemEndpoints } from './items.ts';
import { peopleEndpoints } from './people.ts';
import { projectEndpoints } from './projects.ts';
import { sessionEndpoints } from './sessions.ts';

/** Every REST route of the product, by name. */
export const endpoints = { ...peopleEndpoints, ...projectEndpoints, ...itemEndpoints, ...sessionEndpoints };
