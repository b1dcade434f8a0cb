import type { CheckedExpression } from '@fieldwork/expressions'
import type { CompiledObject } from '../catalog.ts'
import { pointerOf } from '../json/pointer.ts'
import { text } from '../words.ts'
import type { CheckContext } from './report.ts'

/**
 * A rule over a collection holds whoever writes its records, which works for those that refer by one lookup. A record
 * that is listed by a field with several values, or with values of several objects, does not tell whose rules to test,
 * so a rule cannot look at these.
 */
export function checkRuleCollections({ world, sink, dependencies }: CheckContext, object: CompiledObject): void {
  const own = world.collections.get(object.name)
  if (!own) return
  for (const { name, when } of object.rules) {
    for (const found of collectionsIn(object, when)) {
      const collection = own.get(found)
      const child = collection && world.shapes.get(collection.object)
      const field = child?.fields.get(collection?.field ?? '')
      if (!child || !field) continue
      dependencies.add(`${child.name}.${field.name}`)
      if (field.reference !== null) continue
      const message = text(
        `A rule cannot look at “${found}”: “${field.label.en}” of ${child.label.en} points to several records or objects, and a change of these would not test the rule; use a lookup`,
        `规则不能使用“${found}”：${child.label['zh-CN']}的“${field.label['zh-CN']}”可指向多条记录或多个对象，其变更不会触发该规则，请改用查找字段`,
      )
      const pointer = pointerOf('x-object', 'rules', name, 'when')
      sink.add({
        pointer,
        code: 'rule_over_loose_collection',
        message,
        params: { collection: found, object: child.name },
      })
    }
  }
}

/** What else than fields an expression begins with, through formulas too. */
function collectionsIn({ fields }: CompiledObject, expression: CheckedExpression): Set<string> {
  const seen = new Set<string>()
  const found = new Set<string>()
  const visit = ({ paths }: CheckedExpression): void => {
    for (const [name = ''] of paths) {
      if (seen.has(name)) continue
      seen.add(name)
      const formula = fields.get(name)?.formula
      if (formula) visit(formula)
      else if (!fields.has(name)) found.add(name)
    }
  }
  visit(expression)
  return found
}
