import type { Channels } from '../../channels/create-channels.ts'
import type { StepDescriptor } from '@fieldwork/metadata'
import { isPlainObject, mergePatch, pointerOf, type Catalog, type ChangeSet, type Problem } from '@fieldwork/metadata'
import { say } from '../../errors.ts'

interface World {
  channels: Pick<Channels, 'list'>
  steps: ReadonlyMap<string, Pick<StepDescriptor, 'options'>>
  catalog: Catalog
}

interface Named {
  kind: string
  name: string
  pointer: string
  channel: string
}

/** Each place in workflows and deadlines of a change set that names a channel which is not set up. */
export async function wrongChannels({ channels, steps, catalog }: World, changes: ChangeSet): Promise<Problem[]> {
  const named = documentsOf(catalog, changes).flatMap(({ kind, name, definition }) =>
    (kind === 'workflow' ? ofNodes(steps, definition) : ofReminders(definition)).map((found) => ({
      kind,
      name,
      ...found,
    })),
  )
  if (named.length === 0) return []
  const known = new Set(['app', ...(await channels.list()).flatMap(({ name, active }) => (active ? [name] : []))])
  return named.filter(({ channel }) => !known.has(channel)).map(problemOf)
}

const problemOf = ({ channel, ...place }: Named): Problem => ({
  ...place,
  code: 'unknown_name',
  message: say(`The channel “${channel}” is not set up`, `消息渠道“${channel}”未设置或已停用`),
  params: { name: channel },
})

const ofKind = ({ kind }: { kind: string }): boolean => kind === 'workflow' || kind === 'deadline'

/** What is written, as it will be. */
function documentsOf(catalog: Catalog, { put = [], patch = [] }: ChangeSet) {
  const written = put
    .filter(ofKind)
    .map(({ kind, definition }) => ({ kind, name: String(definition.name), definition }))
  const patched = patch.filter(ofKind).map(({ kind, name, patch: difference }) => ({
    kind,
    name,
    definition: mergePatch(catalog.documents(kind).get(name) ?? {}, difference),
  }))
  return [...written, ...patched]
}

type Found = Pick<Named, 'pointer' | 'channel'>

function ofNodes(steps: World['steps'], definition: unknown): Found[] {
  return partsOf(definition, 'nodes').flatMap(([key, { step, options }]) => {
    const schema = steps.get(String(step))?.options.properties
    if (!isPlainObject(schema) || !isPlainObject(options)) return []
    return Object.entries(options).flatMap(([option, value]) => {
      const written = schema[option]
      const isChannel = isPlainObject(written) && written['x-channel'] === true
      return isChannel ? namesAt(pointerOf('nodes', key, 'options', option), value) : []
    })
  })
}

const ofReminders = (definition: unknown): Found[] =>
  ['reminders', 'escalation'].flatMap((part) =>
    partsOf(definition, part).flatMap(([key, { channels }]) => namesAt(pointerOf(part, key, 'channels'), channels)),
  )

function namesAt(pointer: string, value: unknown): Found[] {
  if (typeof value === 'string') return [{ pointer, channel: value }]
  if (!Array.isArray(value)) return []
  return value.flatMap((channel, at) => (typeof channel === 'string' ? [{ pointer: `${pointer}/${at}`, channel }] : []))
}

function partsOf(definition: unknown, part: string): [string, Record<string, unknown>][] {
  const parts = isPlainObject(definition) ? definition[part] : undefined
  if (!isPlainObject(parts)) return []
  return Object.entries(parts).flatMap(([key, value]) => (isPlainObject(value) ? [[key, value]] : []))
}
