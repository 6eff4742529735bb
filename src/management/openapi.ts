/**
 * The OpenAPI document of the HTTP API. It is made of the routes themselves, so none is missing and
 * none is invented; operations.ts says more of some. Served by routes.ts.
 */
import type { ApiRouter } from './context.js';
import { type OperationFacts, OPERATIONS, schemaOf } from './operations.js';

interface Operation {
  readonly summary?: string;
  readonly requestBody?: object;
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly parameters: readonly object[];
  readonly responses: Readonly<Record<string, object>>;
}

/** HEAD is GET without a body. */
const METHODS = ['GET', 'PUT', 'POST', 'DELETE'];
const OPTIONAL = /\{([^}]*)\}/;

export function openapi(router: ApiRouter, version: string) {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const { path, methods } of router.stack) {
    for (const variant of variantsOf(String(path))) {
      const parameters = [...variant.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
      const shown = variant.replace(/:(\w+)/g, '{$1}');
      for (const method of METHODS.filter((each) => methods.includes(each))) {
        paths[shown] ??= {};
        const plain = operationOf(method, shown, parameters);
        paths[shown][method.toLowerCase()] = withFacts(plain, OPERATIONS[`${method} ${shown}`]);
      }
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: "Leveret's HTTP API, which is that of RabbitMQ's management plugin", version },
    components: {
      securitySchemes: { basic: { type: 'http', scheme: 'basic' } },
      schemas: {
        Error: {
          type: 'object',
          required: ['error', 'reason'],
          properties: { error: { type: 'string' }, reason: {} },
        },
      },
    },
    security: [{ basic: [] }],
    paths,
  };
}

/** "/a{/:b}" is "/a" and "/a/:b". */
function variantsOf(path: string): string[] {
  const optional = OPTIONAL.exec(path)?.[1];
  if (optional === undefined) return [path];
  return [path.replace(OPTIONAL, ''), path.replace(OPTIONAL, optional)];
}

function operationOf(method: string, path: string, names: readonly string[]): Operation {
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } };
  const fault = (description: string) => ({ description, content });
  return {
    operationId: `${method.toLowerCase()} ${path}`.replace(/\W+/g, '_'),
    tags: [path.split('/')[2] ?? ''],
    parameters: names.map((name) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    responses: {
      '2XX': { description: 'Done, or what was asked for.' },
      '400': fault('The request is wrong; the reason says how.'),
      '401': fault('Nobody is logged in, or the user may not.'),
      '429': fault('Too many logins have failed from this address.'),
      '503': fault('Too many logins are under way, or what was asked for cannot be done now.'),
      '404': fault('What the path names is not there.'),
    },
  };
}

function withFacts(operation: Operation, facts: OperationFacts | undefined): Operation {
  if (facts === undefined) return operation;
  const { summary, query = {}, body, required, answer } = facts;
  const inQuery = Object.entries(query).map(([name, description]) => {
    return { name, in: 'query', required: false, description, schema: { type: 'string' } };
  });
  const json = (schema: object) => ({ content: { 'application/json': { schema } } });
  const done = {
    ...operation.responses['2XX'],
    ...(answer !== undefined && json(schemaOf(answer))),
  };
  return {
    ...operation,
    summary,
    parameters: [...operation.parameters, ...inQuery],
    ...(body !== undefined && { requestBody: json(schemaOf(body, required)) }),
    responses: { ...operation.responses, '2XX': done },
  };
}
