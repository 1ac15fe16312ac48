/**
 * Says hello.
 * @param name whom to greet
 */
export default function hello(name = "world"): string {
  console.log("greeting", name);
  return `Hello, ${name}!`;
}
