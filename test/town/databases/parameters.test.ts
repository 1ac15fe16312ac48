import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { bind, isBlank, parametersOf } from "../../../src/town/databases/parameters.ts";

suite("the parameters of SQL", () => {
  for (const [sql, expected] of [
    ["select 1", []],
    ["select ?, ?", [undefined, undefined]],
    ["select ?2, ?", [undefined, undefined, undefined]],
    ["select :a, ?2, ?1, ?", [":a", undefined, undefined]],
    ["select :a, :a, @a, $a", [":a", "@a", "$a"]],
    ["select '?', \"?\", `?`, [?], ?", [undefined]],
    ["select 'it''s ?', ?", [undefined]],
    ["select ? -- ?\n, ?", [undefined, undefined]],
    ["select /* ? */ ? /* ?", [undefined]],
    ["select a$b, x'00', 1e5, ?", [undefined]],
    ["select :ä, @é😀", [":ä", "@é😀"]],
    ["select '? unclosed", []],
    ["select :a::text, $b(c), coalesce(:d, 1)", [":a::text", "$b(c)", ":d"]],
  ] as const) {
    test(sql, () => assert.deepEqual(parametersOf(sql), expected));
  }

  test("have numbers of at most 32,766", () => {
    assert.equal(parametersOf("select ?32766")?.length, 32_766);
    assert.equal(parametersOf("select ?32767"), undefined);
    assert.equal(parametersOf("select ?0"), undefined);
  });

  test("get arguments by name, and else by place", () => {
    assert.deepEqual(bind([undefined, ":b"], [1, 2]), { named: { ":b": 2 }, positional: [1] });
    assert.deepEqual(bind([":a", "$b"], { a: 1, $b: 2 }), {
      named: { ":a": 1, $b: 2 },
      positional: [],
    });
  });

  test("are refused when one gets nothing, or when something is left over", () => {
    assert.match(JSON.stringify(bind([":a"], {})), /the parameter :a has no argument/);
    assert.match(JSON.stringify(bind([undefined], [])), /the parameter 1 has no argument/);
    assert.match(JSON.stringify(bind([], [1])), /1 arguments for 0 parameters/);
    assert.match(JSON.stringify(bind([":a"], { toString: 1 })), /the parameter :a has no argument/);
  });
});

suite("behind a statement", () => {
  for (const rest of ["", " ;\n;", "-- done", "/* a */ ; -- b\n /* c", "/* a ; b */"]) {
    test(`${JSON.stringify(rest)} is nothing`, () => assert.ok(isBlank(rest)));
  }
  for (const rest of [
    "; drop table t",
    "/* a */ drop table t /* b */",
    "-- a\ndrop",
    "'/*'",
    "-",
  ]) {
    test(`${JSON.stringify(rest)} is something`, () => assert.ok(!isBlank(rest)));
  }
});
