/** What another user's val is can change at any time, unless the import names a version. */
import { printHandle, reservedUsers } from "../../core/handle.ts";
import { printModuleUrl, type ValLocation } from "../../core/uri.ts";
import type { ModuleImport } from "../../syntax/module-imports.ts";
import type { Finding, Fix } from "../finding.ts";
import { placeAt } from "../module/module.ts";
import { resolveSpecifier } from "../module/specifier.ts";
import type { Rule, RuleContext } from "../rule.ts";

export const unpinnedVal: Rule = {
  id: "unpinned-val",
  title: "Somebody else's val is imported in whatever version is the newest",
  severity: "warning",
  since: "0.1",
  check(context) {
    return context.module.imports.flatMap((one) => {
      const { location } = one;
      if (location === undefined || isErased(one) || !isOthers(context, location)) return [];
      // A standard val under another name.
      const { kind } = resolveSpecifier(one.specifier, context.module.location, context.facts.me);
      if (kind === "std") return [];
      return location.version === undefined ? [report(context, one, location)] : [];
    });
  },
};

/** Nothing of it runs. */
function isErased({ typeOnly, names }: ModuleImport): boolean {
  return typeOnly || (names.length > 0 && names.every((name) => name.typeOnly));
}

/** The standard vals are part of the service. */
function isOthers({ facts }: RuleContext, { user }: ValLocation): boolean {
  return user !== facts.handle.user && user !== facts.me && !reservedUsers.includes(user);
}

function report(context: RuleContext, one: ModuleImport, location: ValLocation): Finding {
  const place = placeAt(context.module, one.start, one.end);
  const version = context.versionOf(location);
  const fixes: Fix[] =
    version === undefined
      ? []
      : [
          {
            title: { template: "Pin to version {0}", args: [String(version)] },
            safe: false,
            intent: { kind: "edit" },
            edits: [{ place, newText: pinned(location, version) }],
          },
        ];
  return {
    rule: unpinnedVal.id,
    severity: "warning",
    confidence: "proved",
    place,
    message: {
      template: "{0} is not pinned: this val runs whatever its author saves next.",
      args: [printHandle(location)],
    },
    related: [],
    fixes,
  };
}

/** The short form where it says the same. */
function pinned(location: ValLocation, version: number): string {
  const isPlain = location.path === "" && location.branch === undefined;
  const url = printModuleUrl(isPlain ? location : { ...location, version });
  return isPlain ? `${url}?v=${version}` : url;
}
