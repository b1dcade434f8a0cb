import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as sdk from '@fieldwork/plugin-sdk'
import type { Plugin as BuildPlugin } from 'esbuild'

const SDK = '@fieldwork/plugin-sdk'
/** Where compiled plugins find the SDK of this very process: errors and field types are the same everywhere. */
const SDK_KEY = 'fieldwork.plugin-sdk'

/**
 * Compiles the file of a plugin as it is written, in TypeScript, with everything that it imports.
 *
 * @returns one module, for `runPlugin`
 * @throws Error with the mistakes of its text
 */
export async function compilePlugin(file: string): Promise<string> {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [file],
    absWorkingDir: dirname(file),
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    sourcemap: 'inline',
    logLevel: 'silent',
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(file).href) },
    plugins: [sdkOfThisProcess],
  })
  return outputFiles[0]?.text ?? ''
}

/** What the module of a plugin exports by default. Throws what it throws itself. */
export async function runPlugin(text: string): Promise<unknown> {
  Reflect.set(globalThis, Symbol.for(SDK_KEY), sdk)
  const source = Buffer.from(text).toString('base64')
  const exports = (await import(/* @vite-ignore */ `data:text/javascript;base64,${source}`)) as { default?: unknown }
  return exports.default
}

let lastTurn: Promise<unknown> = Promise.resolve()

/**
 * Does work that compiles plugins, then ends the compiler's own process. One turn follows the other, for all of this
 * process share that one: whoever ended it would leave others waiting for ever.
 */
export function withCompiler<T>(work: () => Promise<T>): Promise<T> {
  const turn = lastTurn.then(async () => {
    try {
      return await work()
    } finally {
      await (await import('esbuild')).stop()
    }
  })
  // the caller hears of a failure; who comes next only waits
  lastTurn = turn.then(over, over)
  return turn
}

const over = (): void => {}

const sdkOfThisProcess: BuildPlugin = {
  name: 'sdk-of-this-process',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@fieldwork\// }, ({ path }) =>
      path === SDK
        ? { path, namespace: 'sdk' }
        : { errors: [{ text: `plugin code imports ${SDK} only, found ${path}` }] },
    )
    onLoad({ filter: /.*/, namespace: 'sdk' }, () => ({ contents: sdkModule() }))
  },
}

function sdkModule(): string {
  const names = Object.keys(sdk).map((name) => `export const ${name} = sdk[${JSON.stringify(name)}]`)
  return [`const sdk = globalThis[Symbol.for(${JSON.stringify(SDK_KEY)})]`, ...names].join('\n')
}
