import type { Queryable } from '@fieldwork/database'
import { appError } from '@fieldwork/metadata'
import { peopleOf } from '../../people-of.ts'
import { defineStep, expression, optionsOf, outputOf, target, template } from '../../step.ts'
import type { StepContext } from '../../step.ts'
import { targetOf } from '../../target-of.ts'

interface Rule {
  when: unknown
  to: unknown
  by?: 'order' | 'round-robin' | 'load'
  order?: number
}

/** Hands a record out to an owner by rules, the first that finds somebody. */
export const distribute = defineStep({
  name: 'distribute',
  label: { en: 'Distribute', 'zh-CN': '分配（按规则）' },
  help: {
    en: 'Gives the record to somebody by the first rule that finds one: in order, by turns or by load',
    'zh-CN': '按首个找到人选的规则分配记录：按顺序、轮流或按负载；每次分配生成分配记录',
  },
  icon: 'deployment-unit',
  group: 'people',
  order: 5,
  effect: 'records',
  branches: ['none'],
  options: optionsOf(
    {
      ...target,
      rules: {
        type: 'object',
        minProperties: 1,
        maxProperties: 50,
        description: 'The rules, by name',
        additionalProperties: optionsOf(
          {
            when: expression('boolean', 'It applies when this holds: region, industry, product line, channel …'),
            to: expression('any', 'The user, or the list of users among whom it chooses'),
            by: {
              enum: ['order', 'round-robin', 'load'],
              description:
                'The first of them (when left out), whoever had the longest rest, or whoever owns the fewest',
            },
            order: { type: 'number', description: 'Place among the rules, smallest first' },
          },
          ['when', 'to'],
        ),
      },
      first: expression('any', 'Users who come before others, by rank; a list'),
      skip: expression('any', 'Users who get nothing at present; a list'),
      reason: template('Why'),
    },
    ['rules'],
  ),
  output: outputOf({
    owner: { type: 'string', format: 'uuid', 'x-record': { object: 'user' }, description: 'Who got it' },
    rule: { type: 'string', description: 'The rule that found him' },
  }),
  async run(context, options) {
    const about = targetOf(context, options)
    await context.tx.query({
      text: 'select pg_advisory_xact_lock(hashtextextended($1, 0))',
      values: [`distribute ${context.run.workflow} ${context.node}`],
    })
    const found = await choose(context, options, about.object)
    if (!found) return { kind: 'done', output: { owner: null, rule: '' }, branch: 'none' }
    const reason = typeof options.reason === 'string' ? { reason: options.reason } : {}
    await context.records.assign(context.actor, { ...about, owner: found.owner, method: 'auto_distribute', ...reason })
    return { kind: 'done', output: found }
  },
  examples: [{ options: { rules: { all: { when: 'name != null', to: 'user', by: 'load' } } } }],
})

async function choose(context: StepContext, options: Record<string, unknown>, object: string) {
  const skipped = new Set(peopleOf(options.skip))
  const preferred = new Set(peopleOf(options.first))
  const rules = Object.entries(options.rules as Record<string, Rule>)
  for (const [rule, { when, to, by }] of rules.toSorted(([, a], [, b]) => (a.order ?? 1000) - (b.order ?? 1000))) {
    if (when !== true) continue
    const people = peopleOf(to).filter((id) => !skipped.has(id))
    const ahead = people.filter((id) => preferred.has(id))
    const among = ahead.length > 0 ? ahead : people
    const owner =
      among.length < 2 || by === undefined || by === 'order' ? among[0] : await fairest(context, { among, by, object })
    if (owner !== undefined) return { owner, rule }
  }
  return null
}

interface Fair {
  among: readonly string[]
  by: 'round-robin' | 'load'
  object: string
}

/** Who has had the longest rest, or has the least to do; of equals the first. */
async function fairest(context: StepContext, { among, by, object }: Fair): Promise<string | undefined> {
  const counted = by === 'load' ? await loads(context, { among, object }) : await turns(context.tx, context)
  return among.toSorted((a, b) => (counted.get(a) ?? 0) - (counted.get(b) ?? 0))[0]
}

/** By user: how many live records of the object he owns. */
async function loads({ records, actor }: StepContext, { among, object }: Pick<Fair, 'among' | 'object'>) {
  const filter = `owner in [${among.map((id) => `'${id}'`).join(', ')}]`
  const text = await records.aggregate(actor, { object, measures: ['count()'], group: ['owner'], filter })
  const { data } = JSON.parse(text) as { data: ({ owner: { id: string } | null } & Record<string, unknown>)[] }
  return new Map(data.flatMap((row) => (row.owner ? [[row.owner.id, countIn(row)] as const] : [])))
}

function countIn(row: Record<string, unknown>): number {
  const count = row['count()'] ?? row.count
  if (typeof count !== 'number') throw appError('invalid_request', { reason: 'distribute: no count' })
  return count
}

/** By user: when this step handed something to him last, as a number that grows. */
async function turns(tx: Queryable, { run, node }: StepContext): Promise<Map<string, number>> {
  const { rows } = await tx.query<{ owner: string; at: number }>({
    text: `select s.output ->> 'owner' as owner, max(extract(epoch from s.finished_at))::float8 as at
      from (select id from fw_run where workflow = $1 order by id desc limit 5000) r
        join fw_run_step s on s.run = r.id and s.node = $2 and s.state = 'done'
      where s.output ->> 'owner' is not null group by 1`,
    values: [run.workflow, node],
  })
  return new Map(rows.map(({ owner, at }) => [owner, Number(at)]))
}
