import { ServerError } from './client.ts'
import type { AccessDiff, RecordCount } from './client.ts'
import type { Command, CommandInput } from './command.ts'
import { requestOf, tellPlan, tellProblems } from './push.ts'

/** Says what a push would do, to the database and to people's rights; publishes nothing. */
export const plan: Command = async (input) => {
  const { client, say } = input
  const { request } = await requestOf(input)
  try {
    const planned = await client.plan(request)
    tellPlan(planned, request.package, say)
    if (planned.problems.length > 0) return 1
    tellAccess(await client.planAccess(request), input)
    return 0
  } catch (error) {
    if (!(error instanceof ServerError)) throw error
    say(error.message)
    tellProblems(error.problems, request.package, say)
    return 1
  }
}

function tellAccess(diff: AccessDiff, input: Pick<CommandInput, 'say' | 'language'>): void {
  const { say } = input
  const { roles, objects, people } = diff
  if (roles.length + objects.length + people.affected === 0) return say('access    nobody gains or loses anything')
  for (const { label, changes } of objects) tellChanges(label, changes, say)
  for (const role of roles) {
    if (role.change !== 'changed') say(`${role.change.padEnd(8)}  role ${role.label}`)
    tellChanges(role.label, role.changes, say)
    for (const object of role.objects) tellChanges(`${role.label} / ${object.label}`, object.changes, say)
  }
  tellPeople(diff, input)
}

function tellChanges(title: string, changes: AccessDiff['objects'][number]['changes'], say: CommandInput['say']): void {
  for (const { effect, summary, warning } of changes)
    say(`${effect.padEnd(8)}  ${title}: ${summary}${warning === null ? '' : ` (!) ${warning}`}`)
}

function tellPeople({ people, budget }: AccessDiff, { say, language }: Pick<CommandInput, 'say' | 'language'>): void {
  say(`people    ${people.affected} of ${people.all} affected, records counted for ${people.counted}`)
  for (const { name, username, objects, is_counted: isCounted } of people.data) {
    for (const { label, records, not_counted: notCounted } of objects) {
      const parts = records && [wordsOf('read', records.read, language), wordsOf('update', records.update, language)]
      const words = parts ? parts.filter(Boolean).join(', ') || 'rights only' : (notCounted?.message ?? '')
      say(`          ${name} (${username}), ${label}: ${words}`)
    }
    if (!isCounted) say(`          ${name} (${username}): not counted in time`)
  }
  if (!budget.is_within)
    say(`          not everything was counted within ${budget.ms / 1000} s and ${budget.rows} rows`)
}

function wordsOf(
  operation: string,
  { gained, lost }: Record<'gained' | 'lost', RecordCount>,
  language: string,
): string {
  const [more, fewer] = [gained, lost].map((count) => countOf(count, language))
  const parts = [more && `+${more}`, fewer && `-${fewer}`].filter(Boolean)
  return parts.length === 0 ? '' : `${operation} ${parts.join(' ')}`
}

/** Nothing where there is none for sure. */
function countOf({ count, is_exact: isExact }: RecordCount, language: string): string {
  if (count === 0) return isExact ? '' : '?'
  return `${isExact ? '' : 'at least '}${new Intl.NumberFormat(language).format(count)}`
}
