import type { CompiledMemberRule } from '@fieldwork/metadata'
import type { QueryContext } from '../query/context.ts'
import { sourceOf, tableOf } from './rule-context.ts'
import type { RuleInput } from './rule-context.ts'
import { wantedSql } from './wanted-sql.ts'

/** What a rule would do now if it held. */
export interface MemberRulePreview {
  /** how many members it would add, on how many records */
  members: number
  records: number
  /** how many of those it has made already would go, or get another level */
  gone: number
  changed: number
  /** some of the records that get members */
  sample: { record: string; users: string[] }[]
}

const sampled = 5

/** Compares whom a rule, published or not, wants as members with those it has made; nothing is written. */
export async function previewMemberRule(
  { db, catalog, timeZone }: QueryContext,
  { rule, schema }: { rule: CompiledMemberRule; schema: string },
): Promise<MemberRulePreview> {
  const input: RuleInput = { catalog, schema, timeZone, rule }
  const { rows } = await db.query<MemberRulePreview & Record<string, unknown>>({
    text: previewSql(input),
    values: [rule.object, sourceOf(rule), rule.level === 'edit' ? 2 : 1],
  })
  return rows[0]!
}

function previewSql(input: RuleInput): string {
  const object = tableOf(input, input.catalog.object(input.rule.object))
  return `with wanted as materialized (${wantedSql(input, 'true')}),
there as materialized (select a.record_id as record, a.grantee, a.level from fw_access a join ${object} r on r."id" = a.record_id
  where a.object = $1 and a.source = $2 and a.kind = 'member' and r."deleted_at" is null),
came as (select w.record, w.grantee from wanted w where not exists
  (select 1 from there t where t.record = w.record and t.grantee = w.grantee)),
sample as (select c.record, array_agg(c.grantee order by c.grantee) as users from came c group by c.record order by c.record desc limit ${sampled})
select (select count(*) from came)::int as members, (select count(distinct c.record) from came c)::int as records,
  (select count(*) from there t where not exists (select 1 from wanted w where w.record = t.record and w.grantee = t.grantee))::int as gone,
  (select count(*) from there t join wanted w on w.record = t.record and w.grantee = t.grantee where t.level <> $3)::int as changed,
  (select coalesce(json_agg(json_build_object('record', s.record, 'users', s.users)), '[]') from sample s) as sample`
}
