/** What the analyser finds in an open val, once for every state of the project. */
import type { ValFacts } from "../../core/effect.ts";
import { parseUri, printUri, type ValLocation } from "../../core/uri.ts";
import type { Privacy } from "../../core/val.ts";
import { createAnalyser, type Analyser, type Analysis } from "../../analysis/analyse.ts";
import type { Finding } from "../../analysis/finding.ts";
import type { Loaded } from "../../analysis/vals.ts";
import { fileNameOf } from "../file-name.ts";
import type { Place } from "../place.ts";
import type { Project } from "../project.ts";

export interface Findings {
  /** The findings in a file; none while nothing is known about its val, and in what cannot be written. */
  of(place: Place): Promise<readonly Finding[]>;
}

/** Times the analyser may ask for more sources before its answer is taken as it is. */
const maxRounds = 20;

/** @param broken told about rules that threw */
export function createFindings(
  project: Project,
  broken: (rule: string, error: unknown) => void,
): Findings {
  let privacies: ReadonlyMap<string, Privacy> = new Map();
  const analyser = createAnalyser(project.typescript, {
    source: (uri) => loaded(project, uri),
    privacy: (uri) => {
      const location = parseUri(uri);
      return location && (project.factsOf(location)?.privacy ?? privacies.get(handleOf(location)));
    },
  });
  const cache = new Map<
    string,
    { readonly version: number; readonly findings: Promise<readonly Finding[]> }
  >();

  const analyse = async (place: Place): Promise<readonly Finding[]> => {
    const facts = factsFor(project, place.location);
    if (facts === undefined || place.location.readonly) return [];
    const known = await project.index.vals(place.uri);
    privacies = new Map(known.map((val) => [val.handle, val.privacy]));
    const analysis = await complete(project, analyser, { uri: printUri(place.location), facts });
    for (const { rule, error } of analysis?.broken ?? []) broken(rule, error);
    return (analysis?.findings ?? []).filter((finding) => !isHalfTyped(project, place, finding));
  };

  return {
    of: (place) => {
      const cached = cache.get(place.fileName);
      const version = project.version();
      if (cached?.version === version) return cached.findings;
      const findings = analyse(place).catch((error: unknown) => {
        broken("analyser", error);
        return [];
      });
      cache.set(place.fileName, { version, findings });
      return findings;
    },
  };
}

/** What cannot be told of a reference before its name is there needs no saying. */
function isHalfTyped(
  project: Project,
  place: Place,
  { severity, place: { file, range } }: Finding,
): boolean {
  const { source } = place.code;
  if (severity !== "info" || file !== printUri(place.location)) return false;
  const { line, character } = range.start;
  const start = project.typescript.getPositionOfLineAndCharacter(source.file, line, character);
  return source.references.some(
    (one) => one.start === start && one.name === undefined && !one.computed,
  );
}

async function complete(
  project: Project,
  analyser: Analyser,
  { uri, facts }: { readonly uri: string; readonly facts: ValFacts },
): Promise<Analysis | undefined> {
  for (let round = 0; ; round++) {
    const analysis = analyser.analyse(uri, facts);
    const wanted = analysis?.wanted ?? [];
    if (wanted.length === 0 || round === maxRounds) return analysis;
    await Promise.all(
      wanted.flatMap((one) => parseUri(one) ?? []).map((one) => project.closure.fetch(one)),
    );
  }
}

function loaded(project: Project, uri: string): Loaded | undefined {
  const location = parseUri(uri);
  const found = location && project.closure.resolution(fileNameOf(location));
  if (found === undefined) return undefined;
  if (found.kind === "missing") return { reason: found.reason };
  const source = project.sources.source(found.fileName);
  const where = project.sources.location(found.fileName);
  if (source === undefined || where === undefined) return { reason: "absent" };
  const version = project.closure.versionOf(found.fileName);
  return { uri: printUri(where), text: source.text, version };
}

function factsFor(project: Project, location: ValLocation): ValFacts | undefined {
  const facts = project.factsOf(location);
  return facts && { ...facts, handle: { user: location.user, name: location.name } };
}

function handleOf(location: ValLocation): string {
  return `${location.user}/${location.name}`;
}
