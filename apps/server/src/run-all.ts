/** In order, and all of them even when one fails. */
export async function runAll([first, ...rest]: readonly (() => Promise<unknown>)[]): Promise<void> {
  try {
    await first?.()
  } finally {
    if (rest.length > 0) await runAll(rest)
  }
}
