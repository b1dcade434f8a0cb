import { Cascader } from 'antd'
import { useMemo } from 'react'

import { ownOption } from './field-shape.ts'
import { labelOf, treeOf } from './path-text.ts'
import { useFieldServices } from './services.tsx'
import { widgetText } from './texts.ts'
import { STEP } from '../types/cascading-select/tree.ts'
import type { Tree } from '../types/cascading-select/tree.ts'
import type { WidgetProps } from './widget.ts'
import { ariaOf, statusOf } from './widget.ts'

type Locale = 'en' | 'zh-CN'

interface Choice {
  value: string
  label: string
  children?: Choice[]
}

/** One option of the field's tree, chosen level by level or found by typing. */
export function CascadingWidget(props: WidgetProps) {
  const { locale } = useFieldServices()
  const tree = treeOf(props.field)
  const value = typeof props.value === 'string' && props.value !== '' ? props.value.split(STEP) : []
  const kept = value.join(STEP)
  const choices = useMemo(() => choicesOf(tree, { locale, kept, before: '' }), [tree, locale, kept])
  return (
    <Cascader<Choice>
      id={props.id}
      {...ariaOf(props)}
      className="fw-block"
      status={statusOf(props)}
      value={value}
      options={choices}
      changeOnSelect={ownOption(props.field, 'anyLevel') === true}
      disabled={props.disabled}
      autoFocus={props.autoFocus ?? false}
      allowClear
      showSearch
      placeholder={props.placeholder || widgetText(locale, 'choose')}
      notFoundContent={widgetText(locale, 'nothingFound')}
      onChange={(path) => props.onChange(path && path.length > 0 ? path.join(STEP) : undefined)}
      onBlur={() => props.onBlur?.()}
    />
  )
}

/** Options in use, and those out of use that lie along the value there is. */
function choicesOf(tree: Tree, place: { locale: Locale; kept: string; before: string }): Choice[] {
  const { locale, kept, before } = place
  return Object.entries(tree)
    .filter(([key, node]) => node.active !== false || `${kept}${STEP}`.startsWith(`${before}${key}${STEP}`))
    .sort(([a, x], [b, y]) => (x.order ?? 0) - (y.order ?? 0) || (a < b ? -1 : 1))
    .map(([key, node]) => {
      const below = node.children && choicesOf(node.children, { ...place, before: `${before}${key}${STEP}` })
      return { value: key, label: labelOf(node, locale) || key, ...(below && below.length > 0 && { children: below }) }
    })
}
