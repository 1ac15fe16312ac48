/** What could not be read in a file, in words that help more than those of a parser that has never heard of vals. */
import type { Source, SyntaxProblem } from "../../syntax/source.ts";
import { message } from "../say.ts";
import type { Problem } from "./problem.ts";

export function syntaxProblems(source: Source): readonly Problem[] {
  return source.problems.map((problem) => ({
    start: problem.start,
    end: problem.end,
    severity: problem.kind === "reservedLetter" ? "warning" : "error",
    code: "unreadable-reference",
    message: textOf(problem),
  }));
}

function textOf(problem: SyntaxProblem) {
  switch (problem.kind) {
    case "keywordTouches":
      return message("Put a space between {0} and @.", problem.keyword);
    case "reservedLetter":
      return message(
        "This file is not checked, as it holds the letter that stands for @ while vals are checked. Write the letter as \\u16f0.",
      );
    case "tooDeep":
      return message("This file is nested too deeply to be checked.");
  }
}
