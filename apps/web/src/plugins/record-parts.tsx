import { useMe } from '@fieldwork/ui'
import type { RecordPartProps } from '@fieldwork/ui'

import { inOrder } from './in-order.ts'
import { PluginPart } from './plugin-part.tsx'

/** The buttons that plugins have in the head of a record's page. */
export function PluginButtons({ schema, record }: RecordPartProps) {
  const buttons = inOrder(useMe().data?.plugins, ({ buttons }) => buttons)
  return buttons
    .filter(({ part }) => part.object === schema.object)
    .map(({ plugin, part: { key } }) => (
      <PluginPart
        key={`${plugin.name}/${key}`}
        plugin={plugin}
        part="buttons"
        name={key}
        given={{ schema, record }}
        waiting={null}
      />
    ))
}

/** The panels that plugins have beside what a record says. */
export function PluginPanels({ schema, record }: RecordPartProps) {
  const panels = inOrder(useMe().data?.plugins, ({ panels }) => panels)
  return panels
    .filter(({ part }) => part.object === schema.object)
    .map(({ plugin, part: { key, label } }) => (
      <section key={`${plugin.name}/${key}`} className="fw-plugin-panel" aria-label={label}>
        <h2 className="fw-section-title">{label}</h2>
        <PluginPart plugin={plugin} part="panels" name={key} given={{ schema, record }} />
      </section>
    ))
}
