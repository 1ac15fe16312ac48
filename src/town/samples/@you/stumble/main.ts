/** Fails, so that you can see how an error leads back to its line. */
export default function stumble(stones: string[] = ["pebble", "rock"]): string {
  for (const stone of stones) step(stone);
  return "arrived";
}

function step(stone: string): void {
  console.log("stepping over", stone);
  if (stone === "rock") throw new RangeError(`the ${stone} is too high`);
}
