import type { LocalizedText } from '@fieldwork/expressions'

import type { StudioObject } from '../catalog/studio-objects.ts'
import type { AppDefinition } from '../catalog/types.ts'
import { OTHER_OBJECTS } from '../model/roles.ts'

/** An app, all of whose objects can be set at once, or one object. */
export interface MatrixRow {
  kind: 'group' | 'object' | 'others'
  key: string
  label: LocalizedText | null
  /** the objects that it stands for */
  objects: string[]
  /** records of the object are parts of another's */
  isLine: boolean
}

type RowObject = Pick<StudioObject, 'name' | 'label' | 'apps' | 'master'>

/**
 * The rows of the matrix: first what holds for all other objects, then the objects under their apps, lines under what
 * they are parts of. With a search only the objects that it finds, and their apps.
 */
export function matrixRows(objects: readonly RowObject[], apps: readonly AppDefinition[], search: string): MatrixRow[] {
  const wanted = search.trim().toLowerCase()
  const isWanted = ({ name, label }: RowObject): boolean =>
    wanted === '' || [name, label.en, label['zh-CN']].some((text) => text.toLowerCase().includes(wanted))
  const appOf = homes(objects, apps)
  const groups = [...apps.map(({ name, label }) => ({ name, label })), { name: '', label: null }]
  const rows = groups.flatMap(({ name, label }) => {
    const members = withLines(objects.filter((object) => appOf(object) === name)).filter(isWanted)
    if (members.length === 0) return []
    const head: MatrixRow = { kind: 'group', key: `app:${name}`, label, objects: members.map(nameOf), isLine: false }
    return [head, ...members.map(objectRow)]
  })
  const others: MatrixRow = { kind: 'others', key: OTHER_OBJECTS, label: null, objects: [OTHER_OBJECTS], isLine: false }
  return wanted === '' ? [others, ...rows] : rows
}

const nameOf = ({ name }: RowObject): string => name

/** The app under which an object is listed: its own first one, or that of what it is a part of. */
function homes(objects: readonly RowObject[], apps: readonly AppDefinition[]): (object: RowObject) => string {
  const names = new Set(apps.map(({ name }) => name))
  const byName = new Map(objects.map((object) => [object.name, object]))
  const homeOf = (object: RowObject, depth: number): string => {
    const master = object.master === null || depth > 8 ? undefined : byName.get(object.master)
    return object.apps.find((app) => names.has(app)) ?? (master ? homeOf(master, depth + 1) : '')
  }
  return (object) => homeOf(object, 0)
}

function withLines(members: readonly RowObject[]): RowObject[] {
  const names = new Set(members.map(nameOf))
  const linesOf = (master: string): RowObject[] =>
    members.filter((object) => object.master === master && master !== object.name).flatMap(withOwn)
  const withOwn = (object: RowObject): RowObject[] => [object, ...linesOf(object.name)]
  return members.filter(({ master }) => master === null || !names.has(master)).flatMap(withOwn)
}

function objectRow({ name, label, master }: RowObject): MatrixRow {
  return { kind: 'object', key: name, label, objects: [name], isLine: master !== null }
}
