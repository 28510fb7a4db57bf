import { bytes, type Endpoint, nothing, ProblemSchema } from '@consilium/shared/wire/rest/endpoint.ts';
import { endpoints } from '@consilium/shared/wire/rest/endpoints.ts';
import * as z from 'zod';
import { apiRoot } from './mount.ts';

const withoutSession: readonly string[] = ['signIn', 'lookAtInvitation', 'acceptInvitation', 'setPassword'];

/** OpenAPI 3.1 of the endpoint table. */
export function openApi(): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [name, endpoint] of Object.entries(endpoints) as [string, Endpoint][]) {
    const path = `${apiRoot}${endpoint.path}`.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operation(name, endpoint) };
  }
  const securitySchemes = { session: { type: 'apiKey', in: 'cookie', name: 'consilium_session' }, token: { type: 'http', scheme: 'bearer' } };
  return { openapi: '3.1.0', info: { title: 'Consilium', version: '1' }, paths, components: { securitySchemes }, security: [{ session: [] }, { token: [] }] };
}

function operation(name: string, { path, summary, query, body, response }: Endpoint): object {
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, part]) => ({ name: part, in: 'path', required: true, schema: { type: 'string' } }));
  const { properties = {}, required = [] } = jsonSchema(query) as { properties?: Record<string, object>; required?: string[] }; // a query is an object
  const inQuery = Object.entries(properties).map(([key, schema]) => ({ name: key, in: 'query', required: required.includes(key), schema }));
  return {
    operationId: name,
    summary,
    parameters: [...inPath, ...inQuery],
    ...(body === nothing ? {} : { requestBody: { required: true, content: contentOf(body) } }),
    responses: { 200: { description: summary, content: contentOf(response) }, default: { description: 'A refusal in words', content: contentOf(ProblemSchema) } },
    ...(withoutSession.includes(name) ? { security: [] } : {}),
  };
}

const contentOf = (schema: Endpoint['body']): object =>
  schema === bytes ? { 'application/octet-stream': {} } : { 'application/json': { schema: jsonSchema(schema) } };

/** As sent: a string that becomes an id is a string. */
const jsonSchema = (schema: Endpoint['body']): object => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
