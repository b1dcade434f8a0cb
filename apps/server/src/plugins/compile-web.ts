import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin as BuildPlugin } from 'esbuild'

/** What a plugin runs in the browser: one module, and what names its contents. */
export interface PluginCode {
  text: string
  hash: string
}

/** What the web app shares with the plugins in it: hooks, contexts and the look are those of the app. */
const SHARED = ['@fieldwork/ui/plugin', '@tanstack/react-query', 'antd', 'react', 'react-dom', 'react/jsx-runtime']
/** Where the web app keeps that; the same word is in apps/web/src/plugins/host-modules.ts. */
const HOST_KEY = 'fieldwork.web-modules'

/**
 * Compiles `web/index.tsx` beside a plugin's file, with everything that it imports, for the browser.
 *
 * @param url of the file that defines the plugin
 * @returns null where there is none
 * @throws Error with the mistakes of its text
 */
export async function compileWeb(url: string): Promise<PluginCode | null> {
  const file = fileURLToPath(new URL('web/index.tsx', url))
  if (!existsSync(file)) return null
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [file],
    absWorkingDir: dirname(file),
    outdir: dirname(file),
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    minify: true,
    charset: 'utf8',
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [modulesOfTheApp],
  })
  const textOf = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? ''
  const text = textOf('.js') + styling(textOf('.css'))
  return { text, hash: createHash('sha256').update(text).digest('base64url').slice(0, 22) }
}

/** Styles that a plugin imports come with its code. */
const styling = (css: string): string =>
  css === ''
    ? ''
    : `document.head.appendChild(Object.assign(document.createElement('style'),{textContent:${JSON.stringify(css)}}));`

const modulesOfTheApp: BuildPlugin = {
  name: 'modules-of-the-app',
  setup({ onResolve, onLoad }) {
    onResolve(
      { filter: /^(?:@fieldwork\/|@tanstack\/react-query$|antd(?:\/|$)|react(?:-dom)?(?:\/|$))/ },
      ({ path }) =>
        SHARED.includes(path)
          ? { path, namespace: 'app' }
          : { errors: [{ text: `code for the browser shares ${SHARED.join(', ')} with the app, found ${path}` }] },
    )
    onLoad({ filter: /.*/, namespace: 'app' }, ({ path }) => ({
      contents: `module.exports = globalThis[Symbol.for('${HOST_KEY}')][${JSON.stringify(path)}]`,
    }))
  },
}
