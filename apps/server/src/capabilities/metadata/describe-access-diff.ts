import type { AccessChange, AccessDiff, ObjectChange, ObjectDifference, PersonDifference } from '@fieldwork/records'
import { resolveText, type Locale } from '../../http/locale.ts'

/** What a change does to people's rights, in one language. */
export function describeAccessDiff({ roles, objects, people, budget }: AccessDiff, locale: Locale) {
  const inWords = ({ summary, ...change }: AccessChange) => ({ ...change, summary: resolveText(summary, locale) })
  const onObject = ({ object, label, changes }: ObjectChange) => ({
    object,
    label: resolveText(label, locale),
    changes: changes.map(inWords),
  })
  return {
    roles: roles.map(({ label, changes, objects: touched, ...role }) => ({
      ...role,
      label: resolveText(label, locale),
      changes: changes.map(inWords),
      objects: touched.map(onObject),
    })),
    objects: objects.map(onObject),
    people: {
      all: people.all,
      looked_at: people.lookedAt,
      affected: people.affected,
      names: people.names,
      suggested: people.suggested,
      counted: people.differences.filter(({ isCounted }) => isCounted).length,
      data: people.differences.map((person) => describePerson(person, locale)),
    },
    budget: {
      ms: budget.ms,
      spent_ms: budget.spentMs,
      rows: budget.rows,
      statement_ms: budget.statementMs,
      is_within: budget.isWithin,
    },
  }
}

const describePerson = ({ isCounted, objects, ...person }: PersonDifference, locale: Locale) => ({
  ...person,
  is_counted: isCounted,
  objects: objects.map((difference) => describeObject(difference, locale)),
})

function describeObject({ label, fields, records, obstacle, ...rest }: ObjectDifference, locale: Locale) {
  return {
    ...rest,
    label: resolveText(label, locale),
    fields: fields.map(({ label: name, ...field }) => ({ ...field, label: resolveText(name, locale) })),
    records: records && { read: countsOf(records.read), update: countsOf(records.update) },
    not_counted: obstacle && { code: obstacle, message: resolveText(obstacles[obstacle], locale) },
  }
}

type Counts = NonNullable<ObjectDifference['records']>['read']

const countsOf = ({ gained, lost }: Counts) => ({
  gained: { count: gained.count, is_exact: gained.isExact },
  lost: { count: lost.count, is_exact: lost.isExact },
})

const say = (en: string, zh: string) => ({ en, 'zh-CN': zh })

const obstacles = {
  no_table: say('The object has no records yet', '该对象尚无任何记录'),
  converted: say(
    'It depends on values that the publish converts, so it can only be counted afterwards',
    '取决于发布时将被转换的数据，只能在发布后统计',
  ),
  filled: say(
    'It depends on values that are filled in after the publish, so it can only be counted then',
    '取决于发布后才会补全的数据，只能在补全后统计',
  ),
  brought_back: say(
    'It depends on a field that comes back, perhaps with the values it had',
    '取决于将被恢复的字段，其原有数据可能一并恢复',
  ),
} satisfies Record<NonNullable<ObjectDifference['obstacle']>, object>
