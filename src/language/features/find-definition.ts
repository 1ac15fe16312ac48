/** Where a reference or an import leads, for places at which TypeScript sees only generated code. */
import { valValue } from "../../syntax/val-value.ts";
import type { Place } from "../place.ts";
import type { Project } from "../project.ts";

export interface Definition {
  /** The part of the asking file that leads there. */
  readonly from: { readonly start: number; readonly end: number };
  readonly fileName: string;
  readonly start: number;
  readonly end: number;
}

export function findDefinition(
  project: Project,
  place: Place,
  offset: number,
): Definition | undefined {
  const dependency = project.sources
    .dependencies(place.fileName)
    .find((one) => one.start <= offset && offset <= one.end);
  if (dependency === undefined) return undefined;
  const found = project.closure.resolution(dependency.name);
  if (found?.kind !== "file") return undefined;
  const { fileName } = found;
  const { start, end } = dependency;
  const target = project.sources.source(fileName);
  const value =
    target && dependency.kind === "reference"
      ? valValue(project.typescript, target, dependency.location.name)
      : undefined;
  const node = value?.node;
  return {
    from: { start, end },
    fileName,
    start: node?.getStart(target?.file) ?? 0,
    end: node?.end ?? 0,
  };
}
