import { grantsOf } from '@fieldwork/database'
import type { Standing } from '@fieldwork/database'
import type { RecordAddress } from '../types.ts'
import type { WriteContext } from '../write-context.ts'
import { describeGrants } from './described-grants.ts'
import { mayChangeMembers, standingFor } from './standing.ts'
import type { RecordGrants } from './types.ts'

/**
 * Members and shares of a record that the actor may read.
 *
 * @throws forbidden, not_found
 */
export async function recordGrants(ctx: WriteContext, address: RecordAddress): Promise<RecordGrants> {
  const standing = await standingFor(ctx, address, false)
  const grants = await grantsOf(ctx, address)
  const others = { user: [standing.owner], department: [standing.ownerDepartment] }
  const { members, shares, name } = await describeGrants(ctx, grants, others)
  return {
    owner: name('user', standing.owner),
    owner_department: name('department', standing.ownerDepartment),
    members,
    shares,
    children: childrenOf(ctx, address.object),
    may: rightsOf(ctx, address.object, standing),
  }
}

function childrenOf({ catalog, access, actor }: WriteContext, name: string): RecordGrants['children'] {
  return [...catalog.object(name).collections.values()].flatMap((collection) => {
    const { label, hasOwner, fields } = catalog.object(collection.object)
    if (!hasOwner || access(collection.object, 'assign').kind === 'none') return []
    const via = fields.get(collection.field)?.label
    const isOnly = via?.[actor.locale] === catalog.object(name).label[actor.locale]
    const shown = isOnly ? label[actor.locale] : `${label[actor.locale]}（${via?.[actor.locale] ?? ''}）`
    return [{ name: collection.name, label: shown }]
  })
}

function rightsOf({ catalog }: WriteContext, name: string, standing: Standing): RecordGrants['may'] {
  const { hasOwner, master, managed } = catalog.object(name)
  const { may } = standing
  if (master || managed) return { members: false, assign: false, share: null }
  return {
    members: hasOwner && mayChangeMembers(standing),
    assign: hasOwner && may.assign,
    share: may.share ? (may.update ? 'edit' : 'read') : null,
  }
}
