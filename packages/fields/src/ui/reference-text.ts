import { widgetText } from './texts.ts'

/** What stands for a record of which only the id is known so far. */
const UNKNOWN_NAME = '…'

/**
 * What a record is called. Reads name only what the reader may see: for anything else a neutral text stands, and
 * never the id. One that
 * may be seen and has no name is told apart from it.
 *
 * @param value as reads give it; a bare id says nothing about what may be seen
 */
export function referenceText(value: unknown, locale: 'en' | 'zh-CN'): string {
  if (typeof value !== 'object' || value === null) return UNKNOWN_NAME
  const { label } = value as { label?: unknown }
  if (label === '') return widgetText(locale, 'nameless')
  return typeof label === 'string' ? label : widgetText(locale, 'notVisible')
}
