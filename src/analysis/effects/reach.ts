/** Everything that happens from some starting points on: a walk over the call graph, shortest chains first. */
import type ts from "typescript";

import type { Place } from "../../core/effect.ts";
import { placeOf, type Module } from "../module/module.ts";
import { byArguments } from "../values/lift.ts";
import type { Activation } from "../values/model.ts";
import type { Engine } from "./engine.ts";
import { useKey, type Gap, type Use } from "./use.ts";

export interface ReachedUse extends Use {
  /** The calls and imports that lead there, outermost first. */
  readonly via: readonly Place[];
}

export interface Reached {
  readonly uses: readonly ReachedUse[];
  readonly gaps: readonly Gap[];
  /** URIs of the files whose code may run. */
  readonly files: ReadonlySet<string>;
}

export interface Start {
  readonly activation: Activation;
  /** Whether it is only taken to be called. */
  readonly assumed: boolean;
}

/** A chain, shared between all that continue it. */
interface Link {
  readonly module: Module;
  readonly node: ts.Node;
  readonly before: Link | undefined;
}
interface Visit {
  readonly activation: Activation;
  readonly link: Link | undefined;
}

export function reach(engine: Engine, starts: readonly Start[]): Reached {
  const uses = new Map<string, ReachedUse>();
  const gaps = new Map<string, Gap>();
  const files = new Set<string>();
  const seen = new Set<Activation>();
  const placesOf = createPlaces();
  // What is only assumed to be called comes last, so that nothing certain is taken for an assumption.
  const certain: Visit[] = starts.filter((one) => !one.assumed).map(visitOf);
  const assumed: Visit[] = starts.filter((one) => one.assumed).map(visitOf);
  for (const [queue, isAssumed] of [
    [certain, false],
    [assumed, true],
  ] as const)
    for (const visit of queue) {
      const { activation, link } = visit;
      if (seen.has(activation)) continue;
      seen.add(activation);
      files.add(activation.module.uri);
      engine.walk(activation);
      take(activation, link, isAssumed);
      for (const edge of activation.edges) {
        if (seen.has(edge.to)) continue;
        const next = { module: activation.module, node: edge.node, before: link };
        (edge.assumed ? assumed : queue).push({ activation: edge.to, link: next });
      }
    }
  return { uses: [...uses.values()], gaps: [...gaps.values()], files };

  function take(activation: Activation, link: Link | undefined, isAssumed: boolean): void {
    // What only the arguments make was added to the call that gives them.
    const lifted = new Set(byArguments(activation));
    for (const use of activation.uses) {
      const key = useKey(use);
      if (lifted.has(use) || uses.has(key)) continue;
      const confidence = isAssumed && use.confidence === "proved" ? "likely" : use.confidence;
      uses.set(key, { ...use, confidence, via: placesOf(link) });
    }
    for (const gap of activation.gaps) {
      const { line, character } = gap.place.range.start;
      gaps.set(`${gap.reason} ${gap.place.file} ${line}:${character}`, gap);
    }
  }
}

function visitOf({ activation }: Start): Visit {
  return { activation, link: undefined };
}

/** Chains that share links share their places. */
function createPlaces(): (link: Link | undefined) => Place[] {
  const known = new Map<Link, Place>();
  return (link) => {
    const places: Place[] = [];
    for (let one = link; one !== undefined; one = one.before) {
      const place = known.get(one) ?? placeOf(one.module, one.node);
      known.set(one, place);
      places.push(place);
    }
    return places.reverse();
  };
}
