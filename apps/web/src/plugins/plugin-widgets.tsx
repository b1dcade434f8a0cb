import type { ShownValue, TypeUi, WebPlugin, WidgetProps } from '@fieldwork/ui'
import { addTypeUi } from '@fieldwork/ui'
import { Skeleton } from 'antd'
import { Suspense, lazy } from 'react'
import type { ComponentType } from 'react'

import { loadParts } from './load-parts.ts'
import { PluginBoundary } from './plugin-part.tsx'

const known = new Set<string>()
const base = () => import('./base-parts.tsx')

/** Lets forms and lists know the field types of plugins; their code is loaded with the first value of one. */
export function addPluginWidgets(plugins: readonly WebPlugin[]): void {
  for (const plugin of plugins)
    for (const type of plugin.widgets) {
      if (known.has(`${plugin.src} ${type}`)) continue
      known.add(`${plugin.src} ${type}`)
      addTypeUi(type, {
        Input: contained<WidgetProps>(plugin, type, async ({ Input }) => Input ?? (await base()).BaseInput),
        Show: contained<ShownValue>(plugin, type, async ({ Show }) => Show ?? (await base()).BaseValue),
      })
    }
}

type Pick<Props> = (parts: TypeUi) => Promise<ComponentType<Props>>

function contained<Props extends object>(plugin: WebPlugin, type: string, pick: Pick<Props>): ComponentType<Props> {
  const Component = lazy(async () => {
    const found = (await loadParts(plugin.src)).widgets?.[type]
    if (!found) throw new Error(`web/index.tsx has no widgets/${type}`)
    return { default: (await pick(found)) as ComponentType<object> }
  })
  return (props) => (
    <PluginBoundary plugin={plugin} place={`widgets/${type}`} state={plugin.src}>
      <Suspense fallback={<Skeleton.Input active size="small" />}>
        <Component {...props} />
      </Suspense>
    </PluginBoundary>
  )
}
