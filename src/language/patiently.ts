/** Waiting with a limit. */

/**
 * What a promise brings in time; undefined when it takes longer.
 * @param late called when it comes after all; a promise that fails late fails unheard
 */
export async function patiently<T>(
  promise: Promise<T>,
  { patience, late }: { readonly patience: number; readonly late: () => void },
): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      resolve(undefined);
      promise.then(late, () => undefined);
    }, patience);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
