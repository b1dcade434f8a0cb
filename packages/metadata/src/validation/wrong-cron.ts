import { Cron } from 'croner'

/** What is wrong with a time of the clock; null: nothing. */
export function wrongCron(cron: string): string | null {
  try {
    return new Cron(cron, { mode: '5-part' }).nextRun() === null ? 'it never comes' : null
  } catch (error) {
    // croner tells what it cannot read by throwing
    return (error as Error).message
  }
}
