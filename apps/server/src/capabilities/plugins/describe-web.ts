import type { Actor } from '@fieldwork/records'
import type { ServerDeps } from '../../capability.ts'

const USUAL_ORDER = 100

interface Shown {
  order?: number
  roles?: readonly string[]
}

/** What plugins that are enabled show this caller in the browser, labels in his language. */
export function describeWeb({ plugins, registry }: ServerDeps, actor: Actor) {
  const catalog = registry.catalog()
  return plugins.loaded.flatMap(({ plugin: { name, label, web = {} }, web: code }) => {
    if (code === null || !plugins.isEnabled(catalog, name)) return []
    const { pages, tiles, buttons, panels, widgets = [] } = web
    const said = { pages: listed(actor, pages), tiles: listed(actor, tiles), panels: listed(actor, panels) }
    return [
      {
        name,
        label: label[actor.locale],
        src: `/api/plugins/${name}/web.js?v=${code.hash}`,
        pages: said.pages.map((page) => ({ ...page, label: page.label[actor.locale] })),
        tiles: said.tiles.map((tile) => ({ ...tile, label: tile.label[actor.locale] })),
        panels: said.panels.map((panel) => ({ ...panel, label: panel.label[actor.locale] })),
        buttons: listed(actor, buttons),
        widgets,
      },
    ]
  })
}

function listed<Part extends Shown>({ roles: own, administrator }: Actor, parts: Readonly<Record<string, Part>> = {}) {
  const isFor = ({ roles }: Part) => !roles || administrator || roles.some((role) => own.includes(role))
  return Object.entries(parts)
    .filter(([, part]) => isFor(part))
    .map(([key, { roles: _roles, ...part }]) => ({ ...part, key, order: part.order ?? USUAL_ORDER }))
    .sort((a, b) => a.order - b.order)
}
