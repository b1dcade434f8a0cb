import type { Definition, Kind } from '../catalog.ts'
import type { PluginKind } from '../plugin-kinds.ts'
import type { KindContext } from '../plugin-kinds.ts'
import { text } from '../words.ts'
import { checkDocument, checked, referredObject, reportUnknownField } from './report.ts'
import type { CheckContext } from './report.ts'

/** What a document of a plugin's kind is compiled to. */
export interface PluginPart {
  pluginKind: PluginKind
  compiled: unknown
}

/** Has the code of its plugin check a document and make of it what that plugin works with. */
export function compilePluginKind(context: CheckContext, kind: PluginKind, definition: Definition): PluginPart {
  const compile = context.world.extensions.kinds?.get(kind)?.compile
  if (!compile) return { pluginKind: kind, compiled: definition }
  try {
    const { compiled = definition, problems = [] } = compile(definition, contextFor(context))
    for (const problem of problems) context.sink.add(problem)
    return { pluginKind: kind, compiled }
  } catch (error) {
    // mistakes of a plugin's code refuse the document, they stop nothing else
    const { message } = error as Error
    const words = text(`The plugin fails on this document: ${message}`, `插件处理该文档时出错：${message}`)
    context.sink.add({ pointer: '', code: 'kind_failed', message: words })
    return { pluginKind: kind, compiled: null }
  }
}

const contextFor = (context: CheckContext): KindContext => ({
  object: (pointer, name) => referredObject(context, pointer, name) !== null,
  field: (pointer, object, name) => fieldType(context, { pointer, object, name }),
  document: (pointer, asked, found) => {
    const kind = asked as Kind
    checkDocument(context, pointer, { kind, found, what: [kind, kind] })
    return context.world.names(kind).has(found)
  },
  expression: (pointer, source, over) => checked(context, pointer, { source, ...over }),
})

function fieldType(context: CheckContext, asked: { pointer: string; object: string; name: string }): string | null {
  const { pointer, object, name } = asked
  const shape = referredObject(context, pointer, object)
  if (!shape) return null
  const field = shape.fields.get(name)
  if (!field) {
    reportUnknownField(context.sink, { pointer, object, found: name, known: shape.fields.keys() })
    return null
  }
  context.dependencies.add(`${object}.${name}`)
  return field.type.name
}
