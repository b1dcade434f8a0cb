import type { Definition } from '../catalog.ts'
import { pointerOf } from '../json/pointer.ts'
import type { AppDefinition, AppItem } from '../pages/page-definitions.ts'
import { checkDocument, referredObject, reportUnknownName } from './report.ts'
import type { CheckContext } from './report.ts'

/** Checks the entries of a menu. */
export function compileApp(context: CheckContext, definition: Definition): Definition {
  const app = definition as unknown as AppDefinition
  for (const [key, item] of Object.entries(app.items)) checkItem(context, pointerOf('items', key), { app, item })
  return definition
}

function checkItem(context: CheckContext, pointer: string, { app, item }: { app: AppDefinition; item: AppItem }): void {
  if (item.type === 'group') return
  const { object, view, group } = item
  referredObject(context, `${pointer}/object`, object)
  if (view !== undefined) {
    checkDocument(context, `${pointer}/view`, { kind: 'view', found: view, what: ['view', '视图'] })
  }
  if (group === undefined || app.items[group]?.type === 'group') return
  const known = Object.keys(app.items).filter((key) => app.items[key]?.type === 'group')
  reportUnknownName(context.sink, { pointer: `${pointer}/group`, found: group, known, what: ['group', '分组'] })
}
