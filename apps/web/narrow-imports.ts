import type { Plugin } from 'vite'

/** Of each, only what the importer takes: the rest is for forms, which come later. */
const NARROWED = [
  // the package's index ties all of Form, and its validator, to the one provider
  { by: '/antd/es/form/context.js', from: '@rc-component/form', to: '@rc-component/form/es/FormContext' },
  // a copy of its own that holds one function, without the presets' panel and what folds it
  { by: '/antd/es/button/style/token.js', from: '../../color-picker/components/ColorPresets', query: '?button' },
]

/** Lets parts of Ant Design that every page needs leave behind those that only forms need. */
export function narrowImports(): Plugin {
  return {
    name: 'narrow-imports',
    enforce: 'pre',
    apply: 'build',
    async resolveId(source, importer) {
      const narrowed = NARROWED.find(({ by, from }) => from === source && importer?.endsWith(by))
      if (!narrowed) return null
      const found = await this.resolve(narrowed.to ?? source, importer, { skipSelf: true })
      if (!found) this.error(`${narrowed.from} is not where ${narrowed.by} had it`)
      return { ...found, id: found.id + (narrowed.query ?? ''), moduleSideEffects: false }
    },
  }
}
