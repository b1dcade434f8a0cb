import type { CompiledObject } from '@fieldwork/metadata'
import { storedColumn } from '../query/record-scope.ts'
import type { SqlEnvironment } from '../query/sql-environment.ts'
import { quoteName, quoteText } from '../query/sql-text.ts'
import type { Check } from './checks.ts'
import { eventParts } from './event.ts'
import { linksOf, pointsAt, valueWithout } from './links.ts'
import { imagesOf, tellListeners } from './listeners.ts'
import { columnList } from './statement-parts.ts'
import type { Link } from './links.ts'
import type { WriteParameters } from './statement-parts.ts'

/** The records that are deleted: SQL of their ids as uuid[]. */
export interface Deleted {
  target: CompiledObject
  /** asked only where the text uses them: a parameter that no text names has no type */
  ids(): string
  /** SQL of the ids, as uuid[], of an object's records that go too and so need no care */
  gone?(object: CompiledObject): string | null
}

/** Live records that point to what is deleted, where the field says that they keep it from being deleted. */
export function restrictingLinks({ catalog }: Pick<SqlEnvironment, 'catalog'>, target: CompiledObject): Link[] {
  return linksOf(catalog, target, 'restrict')
}

/** Query that gives a row when a live record points to what is deleted. */
export const restrictingRows = (link: Link, deleted: Deleted): string => pointingRows(link.object, [link], deleted)

function pointingRows(object: CompiledObject, links: readonly Link[], deleted: Deleted): string {
  const points = links.map((link) => pointsAt(link, 'c', idsIn(deleted)))
  const conditions = [`(${points.join(' or ')})`, 'c."deleted_at" is null', ...staying(object, deleted)]
  return `select 1 from ${quoteName(object.table)} c where ${conditions.join(' and ')}`
}

/**
 * Condition: anything restricts. One question for each object that refers, whatever the number of its fields: most of
 * the time of such a statement goes into planning its parts.
 */
export function anyRestricting(links: readonly Link[], deleted: Deleted): string {
  const objects = [...new Set(links.map(({ object }) => object))]
  const rows = objects.map((object) =>
    pointingRows(
      object,
      links.filter((link) => link.object === object),
      deleted,
    ),
  )
  return rows.map((text) => `exists (${text})`).join(' or ')
}

const idsIn = ({ target, ids }: Deleted) => ({ target, ids: ids() })

function staying(object: CompiledObject, { target, ids, gone }: Deleted): string[] {
  const others = gone ? gone(object) : object === target ? ids() : null
  return others === null ? [] : [`c."id" <> all(${others})`]
}

/**
 * A record that live records refer to, where the lookup says so, is not deleted. The question is asked with a
 * snapshot of its own, once the row is locked: a record that was stored while this one waited counts too.
 */
export function restrictChecks(env: SqlEnvironment, target: CompiledObject, id: string): Check[] {
  return restrictingLinks(env, target).map((link) => ({
    name: `${link.object.name}.${link.field.name}`,
    when: foundNow([link], target, id),
  }))
}

/** Whether anything restricts, asked at once. */
export function isRestricted(env: SqlEnvironment, target: CompiledObject, id: string): string | null {
  const links = restrictingLinks(env, target)
  return links.length === 0 ? null : foundNow(links, target, id)
}

function foundNow(links: readonly Link[], target: CompiledObject, id: string): string {
  const any = anyRestricting(links, { target, ids: () => 'array[$1]' })
  return `fw_holds_now(${quoteText(`select ${any}`)}, ${id})`
}

interface Detachment {
  deleted: Deleted
  write: Omit<WriteParameters, 'id'>
  /** condition under which anything happens, and the CTE it reads */
  only?: { from: string; where: string }
}

/** CTEs that take the records out of the fields of others, each of which gets an event. */
export function detachReferrers(env: SqlEnvironment, { deleted, write, only }: Detachment): string[] {
  const all = linksOf(env.catalog, deleted.target, 'set-null')
  const objects = [...new Set(all.map(({ object }) => object))]
  return objects.flatMap((object, i) => {
    const links = all.filter((link) => link.object === object)
    const columns = links.map(({ field }) => quoteName(storedColumn(field)))
    const points = links.map((link) => pointsAt(link, 'c', idsIn(deleted)))
    const live = ['c."deleted_at" is null', ...staying(object, deleted), ...(only ? [only.where] : [])]
    const set = columns.map((column, at) => `${column} = case when l.p${at} then l.v${at} else c.${column} end`)
    const read = links.map(
      (link, at) =>
        `c.${columns[at]} as o${at}, (${points[at]}) is true as p${at}, ${valueWithout(link, 'c', deleted.ids())} as v${at}`,
    )
    const changed = links.map(({ field: { name } }, at) => {
      const column = columns[at]
      return `${quoteText(name)}, case when detached${i}.p${at} then jsonb_build_array(detached${i}.o${at}, detached${i}.${column}) end`
    })
    const row = `detached${i}`
    const event = {
      object: object.name,
      op: 'update',
      row,
      changes: `jsonb_strip_nulls(jsonb_build_object(${changed.join(', ')}))`,
      ...write,
      from: row,
    }
    const returned = new Set(['id', 'version', 'updated_at'])
    const old = new Map(links.map(({ field }, at) => [field.name, `${row}.o${at}`]))
    const images = imagesOf(env, object, { row, old, used: returned, ev: `detached_ev${i}` })
    const told = tellListeners(env, object, {
      told: { op: 'update', written: new Set(old.keys()) },
      images,
      ev: `detached_ev${i}`,
    })
    for (const { field } of links) returned.delete(storedColumn(field))
    const pointed = links.map((_, at) => `l.p${at}, l.o${at}, c.${columns[at]}`)
    return [
      `locked${i} as materialized (select c."id", ${read.join(', ')} from ${quoteName(object.table)} c${only ? `, ${only.from}` : ''}` +
        ` where (${points.join(' or ')}) and ${live.join(' and ')} for no key update of c)`,
      `detached${i} as (update ${quoteName(object.table)} c set ${set.join(', ')}, "version" = c."version" + 1,` +
        ` "updated_at" = now(), "updated_by" = ${write.actor} from locked${i} l where c."id" = l."id"` +
        ` returning ${columnList(returned, 'c')}, ${pointed.join(', ')})`,
      ...eventParts(event, told, `detached_ev${i}`),
    ]
  })
}
