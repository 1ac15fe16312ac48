/** The OpenAPI description of the town, made from the tables of routes and shapes. */
import { operationOf } from "../core/operations.ts";
import { routes, type Route, type RouteId } from "../core/routes.ts";
import { shapes, type RouteShape } from "../protocol/http.ts";
import { ErrorBody } from "../protocol/shapes.ts";

/** Describes the API as it is served at `origin`. */
export function describeApi(origin: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const id of Object.keys(routes) as RouteId[]) {
    const { method, path }: Route = routes[id];
    (paths[path.replace("*}", "}")] ??= {})[method.toLowerCase()] = describeRoute(id);
  }
  return {
    openapi: "3.1.0",
    info: { title: "Valsmith town", version: "1", description: "A val service, embedded." },
    servers: [{ url: origin }],
    components: {
      securitySchemes: { bearerAuth: { type: "http", scheme: "bearer" } },
      schemas: { Error: ErrorBody },
    },
    paths,
  };
}

function describeRoute(id: RouteId): object {
  const { operation }: Route = routes[id];
  const { params, query, body, replies }: RouteShape = shapes[id];
  const { scope, open = false, signedIn = false } = operationOf(operation);
  return {
    operationId: id,
    ...(scope === undefined ? {} : { description: `Scope: ${scope}` }),
    parameters: [...parametersOf(params, "path"), ...parametersOf(query, "query")],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { "application/json": { schema: body } } } }),
    responses: {
      ...Object.fromEntries(
        Object.entries(replies).map(([status, schema]) => [status, describeReply(schema)]),
      ),
      default: {
        description: "Refused",
        content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
      },
    },
    security: open && !signedIn ? [{}, { bearerAuth: [] }] : [{ bearerAuth: [] }],
  };
}

function describeReply(schema: RouteShape["replies"][number]): object {
  if (schema === null || schema === undefined) return { description: "Done" };
  return schema === "binary"
    ? {
        description: "Content",
        content: { "application/octet-stream": { schema: { type: "string", format: "binary" } } },
      }
    : { description: "Done", content: { "application/json": { schema } } };
}

/** The members of an object shape as parameters. */
function parametersOf(shape: RouteShape["params"], place: "path" | "query"): readonly object[] {
  if (shape === undefined || !("properties" in shape)) return [];
  const required = "required" in shape && Array.isArray(shape.required) ? shape.required : [];
  return Object.entries(shape.properties as Record<string, object>).map(([name, schema]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema,
  }));
}
