/** What a token may do and how long, in words. */
import * as vscode from "vscode";
import type { Address } from "../connections/addresses.ts";
import type { Verified } from "./verify-token.ts";

/** A few lines for a person who decides whether to keep the token. */
export function describeToken(
  { scopes, expiresAt }: Verified,
  { origin }: Address,
  now: number = Date.now(),
): string {
  const { t } = vscode.l10n;
  const lines = [
    scopes === undefined
      ? t("The service does not say what the token may do.")
      : scopes === null
        ? t("It may do everything that you may.")
        : t("It may use: {0}.", scopes.join(", ") || t("nothing")),
    describeExpiry(expiresAt, now),
    t("It is kept in the editor's secret storage and sent to {0} only.", origin),
  ];
  return lines.join("\n");
}

function describeExpiry(expiresAt: Verified["expiresAt"], now: number): string {
  const { t } = vscode.l10n;
  if (expiresAt === undefined) return t("The service does not say when it expires.");
  if (expiresAt === null) return t("It does not expire.");
  const days = Math.ceil((Date.parse(expiresAt) - now) / 86_400_000);
  const date = new Date(expiresAt).toLocaleDateString(vscode.env.language, { dateStyle: "long" });
  return days <= 1
    ? t("It expires within a day, on {0}.", date)
    : t("It expires in {0} days, on {1}.", days, date);
}
