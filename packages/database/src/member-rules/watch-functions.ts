import { quoteName, quoteText } from '../query/sql-text.ts'
import { enqueueSql } from '../tasks/enqueue-task.ts'
import { affectedSql, canMatch, changedRows, isNear, matters, wholesOf } from './affected.ts'
import type { Event } from './affected.ts'
import { dependenciesOf } from './dependencies.ts'
import type { Dependency } from './dependencies.ts'
import { fillLabel, fillTaskOf } from './fill-task-of.ts'
import { ruleKey, ruleName, watchName, watchTrigger } from './rule-names.ts'
import { systemTable, tableOf } from './rule-context.ts'
import type { RuleInput } from './rule-context.ts'
import { markOf, syncSql } from './sync-function.ts'
import type { RuleFunction } from './sync-function.ts'

/** Up to so many records get their members at once, more by a task. */
const mostAtOnce = 2_000

export interface WatchFunction extends RuleFunction {
  triggers: { name: string; table: string; sql: string }[]
}

const events: readonly { event: Event; suffix: string; rows: string }[] = [
  { event: 'insert', suffix: 'ins', rows: 'new table as new_rows' },
  { event: 'update', suffix: 'upd', rows: 'old table as old_rows new table as new_rows' },
  { event: 'delete', suffix: 'del', rows: 'old table as old_rows' },
]

/** What has the database itself keep the members by a rule right with every statement, one function an object. */
export function watchFunctions(input: RuleInput): WatchFunction[] {
  const byObject = new Map<string, Dependency[]>()
  for (const dependency of dependenciesOf(input)) {
    const { name } = dependency.object
    byObject.set(name, [...(byObject.get(name) ?? []), dependency])
  }
  return [...byObject.values()].map((dependencies) => watchFunction(input, dependencies))
}

function watchFunction(input: RuleInput, dependencies: Dependency[]): WatchFunction {
  const { rule, schema } = input
  const { name: object, table } = dependencies[0]!.object
  const name = watchName(rule.name, object)
  const watched = events.flatMap(({ event, suffix, rows }) => {
    const some = dependencies.filter(
      (dependency) => matters(dependency, event) && !isNeverMatch(input, dependency, event),
    )
    return some.length === 0 ? [] : [{ event, suffix, rows, body: bodyOf(input, some, event) }]
  })
  const branches = watched.map(({ event, body }) => `if TG_OP = '${event.toUpperCase()}' then\n${body}\nend if;`)
  const declared = 'declare fw_far uuid[]; fw_near uuid[]; fw_who uuid;'
  const source = ['', markOf(input), declared, 'begin', ...branches, finish(input), 'return null;', 'end', ''].join(
    '\n',
  )
  const on = `${quoteName(schema)}.${quoteName(table)}`
  const triggers = watched.map(({ event, suffix, rows }) => ({
    name: watchTrigger(rule.name, suffix),
    table,
    sql:
      `create trigger ${quoteName(watchTrigger(rule.name, suffix))} after ${event} on ${on} referencing ${rows}` +
      ` for each statement execute function ${systemTable(input, name)}()`,
  }))
  return { name, source, triggers }
}

/** What a record needs comes with others that refer to it, and is noticed then. */
const isNeverMatch = (input: RuleInput, { kind }: Dependency, event: Event): boolean =>
  kind === 'own' && event === 'insert' && canMatch(input) === null

/** First what others go by, under the lock on the rule; then the records themselves. */
function bodyOf(input: RuleInput, dependencies: Dependency[], event: Event): string {
  const far = dependencies.filter((dependency) => !isNear(dependency))
  const near = dependencies.filter(isNear)
  return [...farSql(input, far, event), ...nearSql(input, near, event)].join('\n')
}

function farSql(input: RuleInput, dependencies: Dependency[], event: Event): string[] {
  if (dependencies.length === 0) return []
  const isChanged = dependencies.map((each) => `exists (select 1 from ${changedRows(each, event)} x)`).join(' or ')
  const affected = dependencies.map((each) => affectedSql(input, each, event)).join('\nunion all ')
  return [
    `if ${isChanged} then`,
    `perform pg_advisory_xact_lock(${keyOf(input)});`,
    `select array_agg(a."id") into fw_far from (select distinct b."id" from (${affected}) b limit ${mostAtOnce + 1}) a;`,
    whoSql(event),
    'end if;',
  ]
}

/** Lines are counted by one writer of their record at a time: they take its lock. */
function nearSql(input: RuleInput, dependencies: Dependency[], event: Event): string[] {
  if (dependencies.length === 0) return []
  const ids = dependencies.map((each) => {
    if (each.kind === 'way') return wholesOf(each, changedRows(each, event))
    if (event === 'insert') return `select n."id" from new_rows n where ${canMatch(input) ?? 'false'}`
    return `select x."id" from ${changedRows(each, event)} x`
  })
  const lock = `perform 1 from ${tableOf(input, input.catalog.object(input.rule.object))} r where r."id" = any(fw_near) order by r."id" for no key update;`
  return [
    `select array_agg(distinct a."id") into fw_near from (${ids.join('\nunion all ')}) a ("id");`,
    'if fw_near is not null then',
    ...(dependencies.some(({ kind }) => kind === 'way') ? [lock] : []),
    `perform pg_advisory_xact_lock_shared(${keyOf(input)});`,
    whoSql(event),
    'end if;',
  ]
}

const whoSql = (event: Event): string =>
  event === 'delete' ? 'fw_who := null;' : 'select n."updated_by" into fw_who from new_rows n limit 1;'

const keyOf = ({ schema, rule }: RuleInput): string => ruleKey(quoteText(schema), rule.name)

function finish(input: RuleInput): string {
  const ids = 'array(select distinct a."id" from unnest(fw_far || fw_near) a ("id"))'
  const sync = syncSql(input, ruleName(input.rule.name), { ids, actor: 'fw_who' })
  return [
    `if cardinality(fw_far) > ${mostAtOnce} then`,
    `${enqueueFill(input)};`,
    'fw_far := null;',
    'end if;',
    'if fw_far is not null or fw_near is not null then',
    `perform ${sync};`,
    'end if;',
  ].join('\n')
}

function enqueueFill(input: RuleInput): string {
  const task = fillTaskOf(input.rule)
  return enqueueSql(systemTable(input, 'fw_task'), {
    id: 'gen_random_uuid()',
    kind: quoteText(task.kind),
    key: quoteText(task.key),
    args: quoteText(JSON.stringify(task.args)),
    label: quoteText(JSON.stringify(fillLabel(input.rule))),
    actor: 'fw_who',
    revision: `(select revision from ${systemTable(input, 'fw_revision')})`,
  })
}

/** Creates or replaces the function. */
export function createWatch(schema: string, { name, source }: RuleFunction): string {
  return `create or replace function ${systemTable({ schema }, name)}() returns trigger language plpgsql as ${quoteText(source)}`
}
