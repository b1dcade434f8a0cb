import type { QueryContext } from '../query/context.ts'
import { accessConditions } from '../query/record-scope.ts'
import { bindValues } from '../query/parameters.ts'
import { createEnvironment } from '../query/sql-environment.ts'
import { quoteName, quoteText } from '../query/sql-text.ts'
import { countOwned } from './owned-records.ts'

/** What a person has of an object: how many records he owns, is a member of, and has by a share with him. */
export interface Holding {
  object: string
  owned: number
  member: number
  shared: number
}

/** What a user holds, as far as the actor may read it; objects of which he holds nothing are left out. */
export async function holdingsOf(ctx: QueryContext, user: string): Promise<Holding[]> {
  const holdings: Holding[] = []
  for (const { name: object, hasOwner, master, managed } of ctx.catalog.objects.values()) {
    if (master || managed || ctx.access(object, 'read').kind === 'none') continue
    const owned = hasOwner ? await countOwned(ctx, { object, owner: user }) : 0
    const { member, shared } = await countGranted(ctx, { object, user })
    if (owned + member + shared > 0) holdings.push({ object, owned, member, shared })
  }
  return holdings
}

async function countGranted(ctx: QueryContext, { object, user }: { object: string; user: string }) {
  const env = createEnvironment(ctx)
  const grantee = env.parameters.bind({ from: 'input', name: 'user' }, 'uuid')
  const conditions = [
    `a.object = ${quoteText(object)}`,
    `a.grantee = ${grantee}`,
    '(a.expires is null or a.expires > now())',
    'o."deleted_at" is null',
    ...accessConditions(env, ctx.catalog.object(object), 'o', { many: 'whole' }),
  ]
  const { rows } = await ctx.db.query<{ member: number; shared: number }>({
    text:
      `select ${count('member')} as member, ${count('share')} as shared from fw_access a` +
      ` join ${quoteName(ctx.catalog.object(object).table)} o on o."id" = a.record_id where ${conditions.join(' and ')}`,
    values: bindValues(env.parameters.sources, { user: ctx.user, now: ctx.now, inputs: { user } }),
  })
  return { member: rows[0]?.member ?? 0, shared: rows[0]?.shared ?? 0 }
}

const count = (kind: 'member' | 'share'): string => `count(distinct o."id") filter (where a.kind = '${kind}')::float8`
