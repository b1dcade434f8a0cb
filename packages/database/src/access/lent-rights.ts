import type { Catalog } from '@fieldwork/metadata'
import { storedColumn } from '../query/record-scope.ts'
import { quoteName, quoteText } from '../query/sql-text.ts'

/** The object whose records lend the rights of one user to another for a time. */
const DELEGATION = 'delegation'

const parts = ['giver', 'receiver', 'status', 'mode', 'roles', 'valid_from', 'valid_until', 'only_away']

/** One delegation that is in force, with everything that is known of who gives. */
export interface LentRow<Facts> {
  delegation: string
  id: string
  name: string
  username: string
  mode: 'full' | 'reading' | null
  /** names; none or null: all that he has */
  roles: unknown
  facts: Facts | null
}

interface LentInput {
  /** SQL of the id of who acts */
  user: string
  timeZone: string
  factsOf(user: string): string
  hasLeft(user: string): string
}

/**
 * Scalar SQL of the delegations that are in force for a user, as JSON; null where there is no such object. What was
 * lent to a giver is no part of it, so nothing is lent on.
 */
export function lentSql(catalog: Catalog, { user, timeZone, factsOf, hasLeft }: LentInput): string | null {
  const object = catalog.objects.get(DELEGATION)
  if (!object || !parts.every((name) => object.fields.get(name)?.column)) return null
  const at = (name: string) => {
    const field = object.fields.get(name)
    return `d.${quoteName(field ? storedColumn(field) : name)}`
  }
  const today = `(now() at time zone ${quoteText(timeZone)})::date`
  const conditions = [
    `${at('receiver')} = ${user}`,
    'd."deleted_at" is null',
    `${at('status')} = 'active'`,
    `${at('valid_from')} <= ${today}`,
    `(${at('valid_until')} is null or ${at('valid_until')} >= ${today})`,
    `(${at('only_away')} is not true or ${awaySql(catalog, { user: 'g."id"', today })})`,
    'g."active" and g."deleted_at" is null',
    `not ${hasLeft('g."id"')}`,
  ]
  const members: [string, string][] = [
    ['delegation', 'd."id"'],
    ['id', 'g."id"'],
    ['name', 'g."name"'],
    ['username', 'g."username"'],
    ['mode', at('mode')],
    ['roles', at('roles')],
    ['facts', factsOf('g."id"')],
  ]
  return (
    `(select json_agg(json_build_object(${members.map(([key, sql]) => `${quoteText(key)}, ${sql}`).join(', ')})` +
    ` order by d."id") from ${quoteName(object.table)} d join "user" g on g."id" = ${at('giver')}` +
    ` where ${conditions.join(' and ')})`
  )
}

/** Whether a user's employee is away today: on leave, or by the dates that are kept of him. */
function awaySql(catalog: Catalog, { user, today }: { user: string; today: string }): string {
  const people = catalog.object('employee')
  const at = (name: string) => {
    const field = people.fields.get(name)
    return field ? `e.${quoteName(storedColumn(field))}` : 'null'
  }
  const [from, until] = [`${at('absent_from')}::date`, `${at('absent_until')}::date`]
  const link = catalog.object('user').fields.get('employee')
  return (
    `exists (select 1 from ${quoteName(people.table)} e join "user" w on w.${quoteName(link?.column ?? 'employee')} = e."id"` +
    ` where w."id" = ${user} and e."deleted_at" is null and (${at('employment_state')} = 'on_leave'` +
    ` or (${from} <= ${today} and (${until} is null or ${until} >= ${today}))))`
  )
}
