import { quoteText } from '../query/sql-text.ts'
import { ruleName } from './rule-names.ts'
import { sourceOf, systemTable, tableOf } from './rule-context.ts'
import type { RuleContext, RuleInput } from './rule-context.ts'
import { wantedSql } from './wanted-sql.ts'

/** A function of the database as it has to be. */
export interface RuleFunction {
  name: string
  /** exactly as PostgreSQL keeps it */
  source: string
}

const mark = '-- rule '

/** What an existing function is for; null: none of ours. */
export function ruleOf(source: string): { rule: string; object: string } | null {
  const line = source.split('\n').find((text) => text.startsWith(mark))
  const [rule, object] = line?.slice(mark.length).split(' ') ?? []
  return rule && object ? { rule, object } : null
}

export const markOf = ({ rule }: Pick<RuleInput, 'rule'>): string => `${mark}${rule.name} ${rule.object}`

/** The function that makes the members by a rule of some records what they have to be, with the events that say so. */
export function syncFunction(input: RuleInput): RuleFunction {
  const { rule, catalog } = input
  const level = rule.level === 'edit' ? 2 : 1
  const [object, source] = [quoteText(rule.object), quoteText(sourceOf(rule))]
  const access = systemTable(input, 'fw_access')
  const lines = [
    '',
    markOf(input),
    'begin',
    `with wanted as materialized (${wantedSql(input, 'r."id" = any(fw_ids)')}),`,
    `live as materialized (select r."id", r."created_at" from ${tableOf(input, catalog.object(rule.object))} r where r."id" = any(fw_ids) and r."deleted_at" is null),`,
    `gone as (delete from ${access} a using live where a.record_id = live."id" and a.kind = 'member' and a.source = ${source}`,
    ' and not exists (select 1 from wanted w where w.record = a.record_id and w.grantee = a.grantee)',
    ' returning a.object, a.record_id, a.grantee, a.level),',
    `came as (insert into ${access} as a (object, record_id, created_at, grantee, kind, level, source)`,
    ` select ${object}, w.record, l."created_at", w.grantee, 'member', ${level}, ${source}`,
    ` from wanted w join live l on l."id" = w.record`,
    ` where not exists (select 1 from ${access} b where b.record_id = w.record and b.grantee = w.grantee`,
    `  and b.kind = 'member' and b.source = ${source} and b.level = ${level})`,
    ' on conflict (record_id, grantee, kind, source) do update set level = excluded.level',
    ' returning a.object, a.record_id, a.grantee, a.level, xmax = 0 as is_new),',
    'changed as (select g.*, true as is_before from gone g',
    ' union all select c.object, c.record_id, c.grantee, c.level, false from came c',
    ' union all select c.object, c.record_id, c.grantee, 3 - c.level, true from came c where not c.is_new)',
    `${eventsSql(input, { rule: rule.name, actor: 'fw_who' })};`,
    'end',
    '',
  ]
  return { name: ruleName(rule.name), source: lines.join('\n') }
}

/**
 * Notes in the histories of the records what `changed` (object, record_id, grantee, level, is_before) says.
 *
 * @param actor SQL of the id of who caused it
 */
export function eventsSql(context: Pick<RuleContext, 'schema'>, { rule, actor }: { rule: string; actor: string }) {
  const list = (isBefore: boolean) =>
    `coalesce(jsonb_agg(jsonb_build_object('user', jsonb_build_object('id', c.grantee, 'label', u."name"),` +
    ` 'level', case c.level when 2 then 'edit' else 'read' end, 'rule', ${quoteText(rule)}) order by c.grantee)` +
    ` filter (where ${isBefore ? '' : 'not '}c.is_before), '[]')`
  return [
    `insert into ${systemTable(context, 'fw_event')} (object, record_id, op, actor, revision, changes)`,
    `select c.object, c.record_id, 'members', ${actor}, (select revision from ${systemTable(context, 'fw_revision')}),`,
    ` jsonb_build_object('@members', jsonb_build_array(${list(true)}, ${list(false)}))`,
    ` from changed c left join ${systemTable(context, 'user')} u on u."id" = c.grantee group by c.object, c.record_id`,
  ].join('\n')
}

/** Runs the function over some records. */
export const syncSql = ({ schema }: Pick<RuleContext, 'schema'>, name: string, given: { ids: string; actor: string }) =>
  `${systemTable({ schema }, name)}(${given.ids}, ${given.actor})`

/** Creates or replaces the function. */
export function createSync(schema: string, { name, source }: RuleFunction): string {
  const head = `create or replace function ${systemTable({ schema }, name)}(fw_ids uuid[], fw_who uuid) returns void`
  return `${head} language plpgsql set search_path to ${quoteText(schema)} as ${quoteText(source)}`
}
