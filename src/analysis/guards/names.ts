/** Names that say of a function or module that it checks who is asking. What is so called is taken at its word. */

const checks =
  /auth|signature|verif(?:y|ied)|timingsafeequal|constructevent|bearer|jwt|passkey|(?:is|require|assert|ensure|check|validate|get|find)_?(?:admin|owner|user|session|login|allowed|permission|access|member|password|secret|token|key|webhook)/i;
const checkers = /auth|lucia|clerk|jwt|session|passkey|webhook|svix|logto|supabase/i;
const outcomes =
  /auth|session|signature|permi(?:ssion|tted)|allowed|denied|forbidden|is_?(?:admin|owner|valid)|current_?user|verified|logged_?in/i;

/** Whether a function of this name checks who asks: `requireUser`, `verifySignature`, `bearerAuth`. */
export function isCheckName(name: string): boolean {
  return checks.test(name);
}

/** Whether a module of this specifier is about who asks. */
export function isCheckModule(specifier: string): boolean {
  return checkers.test(specifier);
}

/** Whether a variable of this name holds the outcome of a check, rather than what was handed in. */
export function isOutcomeName(name: string): boolean {
  return outcomes.test(name);
}
