/** Where a val or a file of one is used: in all files at hand, and in those that the client knows to use it. */
import { parseUri, printUri, type ValLocation } from "../../core/uri.ts";
import { nodeAt } from "../../syntax/node-at.ts";
import { valValue } from "../../syntax/val-value.ts";
import type { Dependency } from "../dependencies.ts";
import type { Place } from "../place.ts";
import type { Project } from "../project.ts";

export interface Use {
  readonly fileName: string;
  readonly start: number;
  readonly end: number;
}

/** Most vals that are read for one question. */
const most = 200;

/** What is asked for the uses of. */
interface Target {
  readonly fileName: string;
  readonly location: ValLocation;
  readonly kind: Dependency["kind"];
}

/** The uses of the val that the reference, import or declaration at an offset means; undefined elsewhere. */
export async function findUses(
  project: Project,
  place: Place,
  offset: number,
): Promise<readonly Use[] | undefined> {
  const { sources, closure } = project;
  const target = referenced(project, place, offset) ?? declared(project, place, offset);
  if (target === undefined) return undefined;
  const users = await project.questions.references(printUri(target.location));
  const locations = users.slice(0, most).flatMap((uri) => parseUri(uri) ?? []);
  await Promise.all(locations.map((location) => closure.fetch(location)));
  const files = new Set([...sources.openNames(), ...sources.storedNames()]);
  return [...files].flatMap((fileName) =>
    sources
      .dependencies(fileName)
      .filter((one) => one.kind === target.kind && leadsTo(project, one) === target.fileName)
      .map(({ start, end }) => ({ fileName, start, end })),
  );
}

function leadsTo(project: Project, dependency: Dependency): string | undefined {
  const found = project.closure.resolution(dependency.name);
  return found?.kind === "file" ? found.fileName : undefined;
}

function referenced(project: Project, place: Place, offset: number): Target | undefined {
  const here = project.sources
    .dependencies(place.fileName)
    .find((one) => one.start <= offset && offset <= one.end);
  const fileName = here && leadsTo(project, here);
  return here && fileName !== undefined
    ? { fileName, location: here.location, kind: here.kind }
    : undefined;
}

/** The val itself, when the offset is at the name of its value. */
function declared(project: Project, place: Place, offset: number): Target | undefined {
  const { typescript } = project;
  const { source } = place.code;
  const value = valValue(typescript, source, place.location.name)?.node;
  const node = nodeAt(typescript, source.file, offset);
  const name = (value as { readonly name?: unknown } | undefined)?.name;
  if (value === undefined || name !== node) return undefined;
  return { fileName: place.fileName, location: { ...place.location, path: "" }, kind: "reference" };
}
