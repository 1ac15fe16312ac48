/** References and imports that lead nowhere. TypeScript sees `any` there, so that one mistake makes one message. */
import type { Message } from "../../analysis/finding.ts";
import { printReference } from "../../core/handle.ts";
import { valValue } from "../../syntax/val-value.ts";
import type { MissingReason, Resolution } from "../closure.ts";
import type { Dependency } from "../dependencies.ts";
import type { Project } from "../project.ts";
import { message } from "../say.ts";
import type { Problem } from "./problem.ts";

/** The problems of one file, at every use; what is only unreachable for now is said once. */
export function missingVals(project: Project, fileName: string): readonly Problem[] {
  const said = new Set<string>();
  return project.sources.dependencies(fileName).flatMap((dependency): Problem[] => {
    const found = project.closure.resolution(dependency.name);
    const problem = found && problemOf(project, dependency, found);
    if (problem === undefined) return [];
    if (problem.severity === "info" && said.has(dependency.name)) return [];
    said.add(dependency.name);
    return [{ start: dependency.start, end: dependency.end, ...problem }];
  });
}

type Said = Pick<Problem, "severity" | "code" | "message">;

function problemOf(project: Project, dependency: Dependency, found: Resolution): Said | undefined {
  const name = spelled(dependency);
  if (found.kind === "missing") {
    // What is only assigned comes into being by that.
    if (dependency.assigned) return undefined;
    return {
      ...reasons[found.reason](dependency),
      message: textOf(found.reason, name, dependency),
    };
  }
  if (dependency.kind === "import") return undefined;
  const target = project.sources.source(found.fileName);
  if (target === undefined || valValue(project.typescript, target, dependency.location.name))
    return undefined;
  const path = project.sources.location(found.fileName)?.path ?? "";
  return {
    severity: "error",
    code: "val-without-value",
    message: message("{0} has no value: {1} exports nothing that could be it.", name, path),
  };
}

const gone = { severity: "error", code: "missing-val" } as const;
const unread = { severity: "info", code: "unread-val" } as const;

const reasons: Readonly<
  Record<MissingReason, (dependency: Dependency) => Pick<Said, "severity" | "code">>
> = {
  absent: () => gone,
  private: () => gone,
  denied: () => unread,
  offline: () => unread,
  tooLarge: () => unread,
  capped: () => unread,
};

function textOf(reason: MissingReason, name: string, dependency: Dependency): Message {
  switch (reason) {
    case "absent":
    case "private":
      return dependency.kind === "import" && dependency.location.path !== ""
        ? message("There is no file {0}, or its val is private.", name)
        : message("There is no val {0}, or it is private.", name);
    case "denied":
      return message("{0} may not be read with this sign-in, so its types are not known.", name);
    case "offline":
      return message("{0} cannot be read right now, so its types are not known.", name);
    case "tooLarge":
      return message("{0} is too large to be read, so its types are not known.", name);
    case "capped":
      return message(
        "This val refers to so many others that {0} is left out; its types are not known.",
        name,
      );
  }
}

function spelled({ kind, location }: Dependency): string {
  if (kind === "reference") return printReference(location);
  return `@${location.user}/${location.name}${location.path === "" ? "" : `/${location.path}`}`;
}
