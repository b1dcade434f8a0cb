import { AimOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useState } from 'react'

import { decimalText, parseNumber } from '../number-text.ts'
import { asPosition } from './position-text.ts'
import type { Position } from './position-text.ts'
import { useFieldServices } from './services.tsx'
import { widgetText } from './texts.ts'
import type { WidgetProps } from './widget.ts'
import { ariaOf, statusOf } from './widget.ts'

const TIMEOUT_MS = 15_000

type Search = 'none' | 'searching' | 'failed'

/** A place by its degrees, typed or taken from the device, with a note on where that is. */
export function GeolocationWidget(props: WidgetProps) {
  const { locale } = useFieldServices()
  const [search, setSearch] = useState<Search>('none')
  const position = asPosition(props.value)
  const change = (parts: Position): void => {
    const next = withoutEmpty({ ...position, ...parts })
    props.onChange(Object.keys(next).length === 0 ? undefined : next)
  }

  const locate = async (): Promise<void> => {
    setSearch('searching')
    const found = await currentPosition()
    setSearch(found ? 'none' : 'failed')
    if (found) change(found)
  }

  const degrees = (part: 'latitude' | 'longitude') => (
    <DegreesInput
      props={props}
      id={part === 'latitude' ? props.id : `${props.id}_${part}`}
      label={widgetText(locale, part)}
      value={position[part]}
      onChange={(value) => change({ [part]: value, accuracy: undefined } as Position)}
    />
  )
  return (
    <div className="fw-position" role="group" aria-label={props.field.label}>
      {degrees('latitude')}
      {degrees('longitude')}
      <Button
        icon={<AimOutlined />}
        disabled={props.disabled}
        loading={search === 'searching'}
        onClick={() => void locate()}
        className="fw-position-locate"
        aria-label={widgetText(locale, 'locate')}
        title={widgetText(locale, 'locate')}
      />
      <Input
        id={`${props.id}_address`}
        className="fw-position-address"
        aria-label={widgetText(locale, 'place')}
        placeholder={widgetText(locale, 'place')}
        maxLength={300}
        autoComplete="off"
        disabled={props.disabled}
        value={position.address ?? ''}
        onChange={(event) => change({ address: event.target.value })}
        onBlur={() => props.onBlur?.()}
      />
      {search === 'failed' ? (
        <span className="fw-field-error" role="alert">
          {widgetText(locale, 'locateFailed')}
        </span>
      ) : null}
    </div>
  )
}

function DegreesInput(input: {
  props: WidgetProps
  id: string
  label: string
  value: number | string | undefined
  onChange: (value: number | string | undefined) => void
}) {
  const { props, value } = input
  const [draft, setDraft] = useState<string | null>(null)
  const type = (text: string): void => {
    setDraft(text)
    const parsed = parseNumber(text)
    input.onChange(parsed.kind === 'empty' ? undefined : parsed.value)
  }
  return (
    <Input
      id={input.id}
      {...ariaOf(props)}
      className="fw-position-degrees"
      aria-label={input.label}
      placeholder={input.label}
      status={statusOf(props)}
      inputMode="decimal"
      autoComplete="off"
      suffix={<span className="fw-affix">°</span>}
      disabled={props.disabled}
      value={draft ?? decimalText(value) ?? String(value ?? '')}
      onChange={(event) => type(event.target.value)}
      onBlur={() => {
        setDraft(null)
        props.onBlur?.()
      }}
    />
  )
}

function withoutEmpty(position: Position): Position {
  return Object.fromEntries(Object.entries(position).filter(([, part]) => part !== undefined && part !== ''))
}

/** Where the device says it is; null when it does not know or must not say. */
function currentPosition(): Promise<Position | null> {
  return new Promise((resolve) => {
    if (!('geolocation' in navigator)) return resolve(null)
    navigator.geolocation.getCurrentPosition(
      ({ coords }) =>
        resolve({
          latitude: Number(coords.latitude.toFixed(7)),
          longitude: Number(coords.longitude.toFixed(7)),
          accuracy: Math.round(coords.accuracy),
        }),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: TIMEOUT_MS },
    )
  })
}
