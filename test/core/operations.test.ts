/** Every operation by every kind of credential on a val of every privacy, one's own and somebody else's. */
import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { decide, type Actor, type Credential, type Target } from "../../src/core/decide.ts";
import { operations, type OperationId } from "../../src/core/operations.ts";
import { scopes, type Scope } from "../../src/core/scope.ts";
import type { TokenKind } from "../../src/core/token.ts";

type Class =
  | "open"
  | "open to signed in"
  | "of the owner"
  | "of the account"
  | "of the credential"
  | "of the session"
  | "of the service";

/** What each operation is. A new one needs a line here, and so a decision. */
const classes: Readonly<Record<Class, readonly string[]>> = {
  open: ["val.list", "val.search", "val.read", "val.references", "val.run", "value.read"],
  "open to signed in": ["val.fork"],
  "of the owner": [
    ..."val.update val.delete val.share val.permissions.read val.permissions.change val.history".split(
      " ",
    ),
    ..."file.create file.update file.delete branch.create branch.delete env.list env.change".split(
      " ",
    ),
    ..."value.write run.read run.cancel".split(" "),
  ],
  "of the account": [
    ..."val.create run.list me.vals code.eval me.read me.update org.list blob.read blob.write".split(
      " ",
    ),
    ..."sqlite.read sqlite.write sqlite.execute email.send email.list telemetry.read".split(" "),
    ..."secret.list secret.change".split(" "),
  ],
  "of the credential": [
    ..."token.current.read token.current.revoke token.current.rotate token.derive".split(" "),
  ],
  "of the session": [
    ..."token.list token.oversee token.create token.change member.list member.change".split(" "),
    ..."role.read role.change audit.read service.hold".split(" "),
  ],
  "of the service": ["user.read", "service.describe", "token.report"],
};
/** What a run may not do, whatever its val is granted. */
const notByRuns = "val.share val.permissions.change token.current.rotate token.derive".split(" ");

type Who = "nobody" | "bare" | "run" | "token" | "session";
const full = [...scopes];
const by = (kind: TokenKind, held: readonly Scope[] | null): Actor => ({
  user: "ann",
  role: "owner",
  credential: { kind, scopes: held, actions: null, patterns: null },
});
const derived: Credential = {
  ...by("derived", full).credential,
  parent: by("personal", full).credential,
};
const actors: readonly (readonly [Who, string, Actor | null])[] = [
  ["nobody", "nobody", null],
  ["session", "a session", by("session", null)],
  ["token", "a personal token", by("personal", full)],
  ["token", "a service token", by("service", full)],
  ["token", "a derived token", { ...by("derived", full), credential: derived }],
  ["token", "an old token", by("legacy", null)],
  ["run", "a run", by("run", full)],
  ["bare", "a token without scopes", by("personal", [])],
];

const every = (text: string): readonly string[] => [text, text, text, text];
const signIn = every("401 credentials_required");
const noScope = every("403 insufficient_scope");
const wrongKind = every("403 token_not_accepted");
const fine = every("ok");
/** Outcomes on a public, an unlisted, a private and an absent val. */
type Row = readonly string[];
const mine = {
  own: ["ok", "ok", "ok", "404 not_found"],
  other: ["ok", "ok", "404 not_found", "404 not_found"],
};
const closed = {
  own: mine.own,
  other: ["403 not_owner", "403 not_owner", "404 not_found", "404 not_found"],
};
const seenOnly = (rest: string): Row => ["ok", "ok", rest, rest];

function expected(kind: Class, who: Who, whose: "own" | "other", id: string): Row {
  if (kind === "of the service") return fine;
  if (who === "nobody") return kind === "open" ? seenOnly("401 credentials_required") : signIn;
  if (who === "run" && notByRuns.includes(id)) return wrongKind;
  if (kind === "of the session") return who === "session" ? fine : wrongKind;
  if (kind === "of the credential") return fine;
  if (who === "bare") return kind === "open" ? seenOnly("403 insufficient_scope") : noScope;
  if (kind === "of the account") return fine;
  return (kind === "of the owner" ? closed : mine)[whose];
}

const privacies = ["public", "unlisted", "private", "absent"] as const;
const ids = Object.keys(operations) as OperationId[];

function outcome(actor: Actor | null, id: OperationId, target: Target): string {
  const decision = decide(actor, id, target);
  return decision.allow ? "ok" : `${decision.status} ${decision.code}`;
}

suite("every operation has its place", () => {
  for (const [kind, listed] of Object.entries(classes) as [Class, readonly string[]][]) {
    for (const id of ids.filter((one) => listed.includes(one))) {
      test(`${id} is ${kind}`, () => {
        for (const [who, name, actor] of actors) {
          for (const whose of ["own", "other"] as const) {
            const owner = whose === "own" ? "ann" : "bob";
            const got = privacies.map((privacy) =>
              outcome(actor, id, { owner, name: "notes", privacy }),
            );
            assert.deepEqual(got, expected(kind, who, whose, id), `${name}, ${whose}`);
          }
        }
      });
    }
  }

  test("and none is forgotten", () => {
    const listed = Object.values(classes).flat();
    assert.deepEqual(
      ids.filter((id) => !listed.includes(id)),
      [],
    );
  });
});
