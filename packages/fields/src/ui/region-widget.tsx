import { Cascader } from 'antd'
import { useMemo } from 'react'

import { ownOption } from './field-shape.ts'
import { regionCode } from './region-name.tsx'
import type { RegionChoice } from './region-tree.ts'
import { useFieldServices } from './services.tsx'
import { widgetText } from './texts.ts'
import { useRegions } from './use-regions.ts'
import type { WidgetProps } from './widget.ts'
import { ariaOf, statusOf } from './widget.ts'

const DEPTHS: Record<string, number> = { province: 1, city: 2, district: 3 }

/** A province, city or district by its code, chosen level by level or found by typing. */
export function RegionWidget(props: WidgetProps & { /** where no label stands above it */ ownLabel?: string }) {
  const { locale } = useFieldServices()
  const regions = useRegions()
  const depth = DEPTHS[String(ownOption(props.field, 'level') ?? 'district')] ?? 3
  const choices = useMemo(() => regions?.regionTree(depth) ?? [], [regions, depth])
  const code = regionCode(props.value)
  const path = code === null ? [] : (regions?.regionPath(code)?.map((region) => region.code) ?? [code])
  return (
    <Cascader<RegionChoice>
      id={props.id}
      {...ariaOf(props)}
      {...(props.ownLabel ? { 'aria-label': props.ownLabel } : {})}
      className="fw-block"
      status={statusOf(props)}
      value={path}
      options={choices}
      changeOnSelect={ownOption(props.field, 'anyLevel') === true}
      loading={regions === null}
      disabled={props.disabled}
      autoFocus={props.autoFocus ?? false}
      allowClear
      showSearch
      placeholder={props.placeholder || widgetText(locale, 'choose')}
      notFoundContent={widgetText(locale, regions === null ? 'searching' : 'nothingFound')}
      onChange={(chosen) => props.onChange(chosen?.at(-1))}
      onBlur={() => props.onBlur?.()}
    />
  )
}
