import { useMe } from '@fieldwork/ui'

import { PluginPart } from './plugin-part.tsx'
import { inOrder } from './in-order.ts'

/** The tiles that plugins have on the home page. */
export function PluginTiles() {
  const tiles = inOrder(useMe().data?.plugins, ({ tiles }) => tiles)
  if (tiles.length === 0) return null
  return (
    <div className="fw-plugin-tiles">
      {tiles.map(({ plugin, part: { key, label, wide } }) => (
        <section
          key={`${plugin.name}/${key}`}
          className={wide ? 'fw-plugin-tile fw-plugin-tile-wide' : 'fw-plugin-tile'}
          aria-label={label}
        >
          <h2 className="fw-section-title">{label}</h2>
          <PluginPart plugin={plugin} part="tiles" name={key} />
        </section>
      ))}
    </div>
  )
}
