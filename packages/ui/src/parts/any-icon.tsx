import * as icons from '@ant-design/icons'
import type { ComponentType } from 'react'

/** Any outlined icon by its name in metadata; a plain tag where the name is unknown. Loaded only when needed. */
export function AnyIcon({ name }: { name: string }) {
  const Icon =
    (icons as unknown as Record<string, ComponentType<{ 'aria-hidden': boolean }>>)[`${pascal(name)}Outlined`] ??
    icons.TagOutlined
  return <Icon aria-hidden />
}

function pascal(name: string): string {
  return name.replace(/(^|-)([a-z0-9])/g, (_match, _dash, letter: string) => letter.toUpperCase())
}
