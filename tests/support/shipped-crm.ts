import { fileURLToPath } from 'node:url'
import type { Kind, Layer, ObjectDocument, ViewDocument } from '@fieldwork/metadata'
import { readPackage } from '@fieldwork/metadata/server'

const folder = (name: string) => fileURLToPath(new URL(`../../metadata/${name}`, import.meta.url))

/** The shipped CRM package as its files have it. */
const platform = await readPackage(folder('platform'), 'platform')
const crm = await readPackage(folder('crm'), 'crm', [platform])
const patched = new Set(platform.documents.map(({ kind, name }) => `${kind}/${name}`))

/** Every layer that the program ships. */
export async function shippedLayers(): Promise<Layer[]> {
  return [platform, crm]
}

/** Every document that the package ships itself; what it adds to those of the platform is left out. */
export const documents = crm.documents.filter(({ kind, name }) => !patched.has(`${kind}/${name}`))

const bodiesOf = <Body>(kind: Kind): Body[] =>
  documents.filter((document) => document.kind === kind).map(({ body }) => body as unknown as Body)

export const objects = bodiesOf<ObjectDocument>('object')
/** Those that have pages of their own: lines are entered in the record that they are a part of. */
export const pages = objects.filter(
  ({ properties }) => !Object.values(properties).some((property) => property['x-field'].type === 'master-detail'),
)
export const views = bodiesOf<ViewDocument>('view')
export const layouts = bodiesOf<{ name: string; object: string; purpose: 'form' | 'detail' }>('layout')

export const workflows = bodiesOf<{ name: string }>('workflow')
export const approvals = bodiesOf<{ name: string; object: string }>('approval')

export interface Transition {
  from: string[]
  to: string
  when?: string
  requires?: string[]
  set?: Record<string, string>
}

export interface StateModel {
  field: string
  initial: string
  transitions?: Record<string, Transition>
}

export function statesOf(object: string): StateModel | undefined {
  return objects.find(({ name }) => name === object)?.['x-object']?.states
}

/** The transitions that lead from a new record to a state, the shortest way. */
export function wayTo(object: string, state: string): string[] {
  const { initial, transitions = {} } = statesOf(object)!
  const ways = new Map<string, string[]>([[initial, []]])
  for (const [reached, way] of ways)
    for (const [name, { from, to }] of Object.entries(transitions))
      if (from.includes(reached) && !ways.has(to)) ways.set(to, [...way, name])
  const way = ways.get(state)
  if (!way) throw new Error(`No transitions lead to ${state} of ${object}`)
  return way
}
