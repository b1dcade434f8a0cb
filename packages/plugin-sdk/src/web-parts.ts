import type { LocalizedText } from '@fieldwork/fields'

/** What every part of a plugin in the browser says of itself; its component has the same key in `web/index.tsx`. */
interface WebPart {
  /** its place among others, smallest first; default 100 */
  order?: number
  /** who gets it: members of one of these roles, and administrators; default everybody */
  roles?: readonly string[]
}

/** A page of its own, at `/p/<plugin>/<key>`, with an entry in the menu of an app. */
export interface WebPage extends WebPart {
  label: LocalizedText
  /** an @ant-design/icons name without its suffix, e.g. `team` */
  icon: string
  /** the app whose menu leads there; default the first one that the caller has */
  app?: string
}

/** A tile on the home page. */
export interface WebTile extends WebPart {
  label: LocalizedText
  /** takes two places where there is room for it */
  wide?: boolean
}

/** Buttons in the head of the pages of an object's records. */
export interface WebButtons extends WebPart {
  object: string
}

/** A panel beside what the records of an object say. */
export interface WebPanel extends WebPart {
  object: string
  label: LocalizedText
}

/** Everything that a plugin shows in the browser. The code of the components is loaded when the first of them is shown. */
export interface PluginWeb {
  pages?: Readonly<Record<string, WebPage>>
  tiles?: Readonly<Record<string, WebTile>>
  buttons?: Readonly<Record<string, WebButtons>>
  panels?: Readonly<Record<string, WebPanel>>
  /** names of field types of the plugin whose values are entered and shown by components of its own */
  widgets?: readonly string[]
}
