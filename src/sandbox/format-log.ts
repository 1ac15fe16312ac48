/** Turns the arguments of a console call into one line of text, as consoles do. */

/** Formats arguments; the first may hold `%s %d %i %f %j %o %O %c %%`. */
export function formatLog(args: readonly unknown[]): string {
  const [first, ...rest] = args;
  if (typeof first !== "string" || rest.length === 0 || !first.includes("%")) {
    return args.map(printed).join(" ");
  }
  let used = 0;
  const text = first.replace(/%([sdifjoOc%])/g, (whole, letter: string) => {
    if (letter === "%") return "%";
    if (used >= rest.length) return whole;
    return formatted(letter, rest[used++]);
  });
  return [text, ...rest.slice(used).map(printed)].join(" ");
}

function formatted(letter: string, value: unknown): string {
  switch (letter) {
    case "s":
      return typeof value === "object" && value !== null ? printed(value) : String(value);
    case "d":
    case "i":
      return String(letter === "i" ? Math.trunc(Number(value)) : Number(value));
    case "f":
      return String(Number.parseFloat(String(value)));
    case "j":
      return JSON.stringify(value) ?? "undefined";
    case "c":
      return "";
    default:
      return Deno.inspect(value, { colors: false });
  }
}

function printed(value: unknown): string {
  return typeof value === "string" ? value : Deno.inspect(value, { colors: false });
}
