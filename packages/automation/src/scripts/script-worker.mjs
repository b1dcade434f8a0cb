// The thread in which scripts are run. Plain JavaScript, because a thread does not inherit the loader of TypeScript.
import { parentPort } from 'node:worker_threads'
import { newQuickJSWASMModuleFromVariant } from 'quickjs-emscripten-core'
import variant from '@jitl/quickjs-wasmfile-release-sync'

const STACK_BYTES = 256 * 1024
/** promise callbacks between two looks at the clock */
const JOBS_AT_ONCE = 100
const FILE = 'script.js'

/**
 * What stands in a new context before the script: a console that keeps its lines, and how input and output cross as
 * text. Nothing of the host is inside.
 */
const prelude = `(() => {
  const { stringify, parse } = JSON
  const { slice } = String.prototype
  const { join } = Array.prototype
  const call = Function.prototype.call.bind(Function.prototype.call)
  const lines = []
  const shown = (value) => {
    if (typeof value === 'string') return value
    try { return stringify(value) ?? String(value) } catch { return '[not shown]' }
  }
  const write = (...values) => {
    if (lines.length >= 100) return
    const words = []
    for (let at = 0; at < values.length && at < 20; at++) words[at] = call(slice, shown(values[at]), 0, 500)
    lines[lines.length] = call(slice, call(join, words, ' '), 0, 500)
  }
  globalThis.console = { log: write, info: write, warn: write, error: write, debug: write }
  for (const name of ['SharedArrayBuffer', 'Atomics', 'WebAssembly', 'performance']) delete globalThis[name]
  const state = { text: undefined, done: false, failed: false, error: undefined }
  const keep = (value) => { state.text = stringify(value ?? null) ?? 'null'; state.done = true }
  const fail = (error) => { state.failed = true; state.error = error }
  const then = Promise.prototype.then
  const Native = Promise
  return {
    state,
    begin(script, input) {
      const given = script(parse(input))
      if (given instanceof Native) call(then, call(then, given, keep), undefined, fail)
      else keep(given)
    },
    lines: () => {
      let text = ''
      for (let at = 0; at < lines.length; at++) text += (at ? '\\n' : '') + lines[at]
      return text
    },
  }
})()`

const quickjs = await newQuickJSWASMModuleFromVariant(variant)
parentPort.on('message', (job) => parentPort.postMessage({ id: job.id, ...run(job) }, []))
parentPort.postMessage({ ready: true }, [])

/** @param {{ source: string, input: string, timeMs: number, memoryBytes: number, outputChars: number }} job */
function run({ source, input, timeMs, memoryBytes, outputChars }) {
  const seen = { late: false }
  let until = Number.POSITIVE_INFINITY
  const isLate = () => (seen.late ||= performance.now() > until)
  const runtime = quickjs.newRuntime()
  runtime.setMemoryLimit(memoryBytes)
  runtime.setMaxStackSize(STACK_BYTES)
  runtime.setInterruptHandler(isLate)
  const context = runtime.newContext()
  const held = []
  const hold = (handle) => (held.push(handle), handle)
  const startClock = () => (until = performance.now() + timeMs)
  const inside = { runtime, context, hold, isLate, seen, startClock }
  let answer
  try {
    answer = work(inside, { source, input, outputChars })
  } catch (error) {
    // what is nested too deep for the parser ends the stack of WebAssembly itself
    const kind = error instanceof RangeError ? 'stack' : 'broken'
    answer = { ok: false, kind, message: String(error?.message ?? error).slice(0, 300) }
  }
  // after a breach the module itself is given up with its thread, so nothing has to be put in order
  if (!answer.ok && answer.kind !== 'thrown' && answer.kind !== 'syntax') return { ...answer, spent: true }
  for (const handle of held) handle.dispose()
  context.dispose()
  runtime.dispose()
  return answer
}

function work({ runtime, context, hold, isLate, seen, startClock }, { source, input, outputChars }) {
  const failure = (handle, stage) => describe(context, handle, { late: seen.late, stage })
  const begun = context.evalCode(prelude, 'prelude.js')
  if (begun.error) return failure(hold(begun.error), 'run')
  const tools = hold(begun.value)
  const state = hold(context.getProp(tools, 'state'))
  const lines = () => linesOf(context, tools)

  startClock()
  const script = context.evalCode(`(function (input) {${source}\n})`, FILE, { strict: true })
  if (script.error) return { ...failure(hold(script.error), 'syntax'), log: [] }
  const compiled = hold(script.value)
  if (context.typeof(compiled) !== 'function') {
    return {
      ok: false,
      kind: 'syntax',
      name: 'SyntaxError',
      message: 'a function body is expected',
      line: null,
      log: [],
    }
  }
  const begin = hold(context.getProp(tools, 'begin'))
  const called = context.callFunction(begin, tools, compiled, hold(context.newString(input)))
  if (called.error) return { ...failure(hold(called.error), 'run'), log: lines() }
  hold(called.value)

  const flag = (name) => {
    const handle = context.getProp(state, name)
    const is = context.dump(handle) === true
    handle.dispose()
    return is
  }
  while (runtime.hasPendingJob() && !flag('done') && !flag('failed')) {
    const jobs = runtime.executePendingJobs(JOBS_AT_ONCE)
    if (jobs.error) return { ...failure(hold(jobs.error), 'run'), log: lines() }
    if (isLate()) return { ok: false, kind: 'time', name: 'Timeout', message: 'interrupted', line: null, log: lines() }
  }
  if (flag('failed')) return { ...failure(hold(context.getProp(state, 'error')), 'run'), log: lines() }
  if (!flag('done')) {
    return { ok: false, kind: 'thrown', name: 'Error', message: 'its promise is never kept', line: null, log: lines() }
  }
  const text = hold(context.getProp(state, 'text'))
  if (context.typeof(text) !== 'string' || lengthOf(context, text) > outputChars) {
    return { ok: false, kind: 'output', name: 'RangeError', message: 'too much output', line: null, log: lines() }
  }
  return { ok: true, output: context.getString(text), log: lines() }
}

function lengthOf(context, handle) {
  const length = context.getProp(handle, 'length')
  const count = context.getNumber(length)
  length.dispose()
  return count
}

/** At most 100 lines of 500 characters each, as the prelude sees to. */
function linesOf(context, tools) {
  const read = context.getProp(tools, 'lines')
  const found = context.callFunction(read, tools)
  read.dispose()
  if (found.error) {
    found.error.dispose()
    return []
  }
  const isText = context.typeof(found.value) === 'string' && lengthOf(context, found.value) <= 60_000
  const text = isText ? context.getString(found.value) : ''
  found.value.dispose()
  return text === '' ? [] : text.split('\n').slice(0, 200)
}

/** What went wrong, in words of bounded length; the line is that of the script. */
function describe(context, handle, { late, stage }) {
  if (late) return { ok: false, kind: 'time', name: 'Timeout', message: 'interrupted', line: null }
  const part = (name) => textOf(context, handle, name)
  const isObject = context.typeof(handle) === 'object'
  const name = (isObject && part('name')) || 'Error'
  const message = isObject ? part('message') : plain(context, handle)
  const stack = isObject ? part('stack') : ''
  const line = /script\.js:(\d{1,7})/.exec(stack)?.[1]
  const kind = kindOf({ name, message, stage })
  return { ok: false, kind, name, message, line: line === undefined ? null : Number(line) }
}

function kindOf({ name, message, stage }) {
  const internal = name === 'InternalError' || name === 'RangeError'
  if (internal && /out of memory/.test(message)) return 'memory'
  if (internal && /stack overflow|call stack/.test(message)) return 'stack'
  return stage === 'syntax' ? 'syntax' : 'thrown'
}

function plain(context, handle) {
  const type = context.typeof(handle)
  if (type === 'string') return lengthOf(context, handle) > 300 ? 'a long text was thrown' : context.getString(handle)
  if (type === 'number') return String(context.getNumber(handle))
  return type === 'object' ? '' : `${type} was thrown`
}

/** A text property; anything else, also what a getter throws, is none. */
function textOf(context, handle, name) {
  try {
    const value = context.getProp(handle, name)
    const isText = context.typeof(value) === 'string' && lengthOf(context, value) <= 20_000
    const text = isText ? context.getString(value).slice(0, name === 'stack' ? 20_000 : 300) : ''
    value.dispose()
    return text
  } catch {
    return ''
  }
}
