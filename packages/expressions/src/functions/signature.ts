import type { FunctionEntry, Parameter } from './function-entry.ts'

/** How a function is shown, e.g. `substring(text: text, start: integer): text`. */
export function signatureOf(entry: FunctionEntry): string {
  const parameters = entry.parameters.map(parameterText).join(', ')
  return `${entry.name}(${parameters}${entry.rest ? ', …' : ''}): ${resultText(entry)}`
}

const shownTypes: Partial<Record<Parameter['type'], string>> = {
  same: 'any',
  scalar: 'any',
  digits: 'integer',
  path: 'field',
  local: 'text',
}

function parameterText({ name, type }: Parameter): string {
  const shown = shownTypes[type] ?? type
  return shown === name ? name : `${name}: ${shown}`
}

function resultText({ result }: FunctionEntry): string {
  return result === 'same' ? 'any' : result
}
