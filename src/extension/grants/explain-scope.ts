/** What a scope allows a val to do, in the words of someone who has never heard of scopes. */
import { l10n } from "vscode";
import type { Scope } from "../../core/scope.ts";

/** A phrase that continues "Its runs will be able to …". */
export function explainScope(scope: Scope): string {
  switch (scope) {
    case "vals:read":
      return l10n.t("read all your vals, private ones included");
    case "vals:write":
      return l10n.t("create, change and delete your vals");
    case "blob:read":
      return l10n.t("read everything in your blob storage");
    case "blob:write":
      return l10n.t("read, store and delete anything in your blob storage");
    case "user:read":
      return l10n.t("read your profile and the names of your account's secrets");
    case "user:write":
      return l10n.t("change your profile and your account's secrets");
    case "sqlite:read":
      return l10n.t("read your SQLite database");
    case "sqlite:write":
      return l10n.t("read and change your SQLite database");
    case "email:read":
      return l10n.t("read the e-mails that your vals have sent");
    case "email:write":
      return l10n.t("send e-mail in your name");
  }
}
