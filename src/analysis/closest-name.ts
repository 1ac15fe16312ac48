/** Names that are nearly the same. */

/** Shortest name for which a likeness means something. */
const minLength = 5;

/**
 * The one of the names that differs by its case, by `_` and `-`, or by one letter that is missing, added, wrong or
 * swapped with its neighbour; undefined when there is none, or more than one. A different digit makes another name.
 */
export function closestName(name: string, names: readonly string[]): string | undefined {
  if (name.length < minLength) return undefined;
  const near = names.filter((one) => one !== name && isNear(plain(name), plain(one)));
  return near.length === 1 ? near[0] : undefined;
}

function plain(name: string): string {
  return name.toUpperCase().replaceAll(/[_-]/g, "");
}

function isNear(a: string, b: string): boolean {
  if (a === b) return true;
  if (b.length < minLength || a.replaceAll(/\D/g, "") !== b.replaceAll(/\D/g, "")) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  const isSwapped = restA[0] === restB[1] && restA[1] === restB[0];
  return (
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    restA.slice(1) === restB.slice(1) ||
    (isSwapped && restA.slice(2) === restB.slice(2))
  );
}
