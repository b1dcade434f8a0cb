import { Input, Select } from 'antd'
import { useMemo } from 'react'

import { addressLabels, ADDRESS_PARTS, asAddress, countryName } from '../types/address/parts.ts'
import type { Address, AddressPart } from '../types/address/parts.ts'
import { COUNTRIES } from './countries.ts'
import { ownOption } from './field-shape.ts'
import { RegionWidget } from './region-widget.tsx'
import { useFieldServices } from './services.tsx'
import { useRegions } from './use-regions.ts'
import type { WidgetProps } from './widget.ts'
import { statusOf } from './widget.ts'

const ANY_REGION = { 'x-field': { level: 'district', anyLevel: true } }
const ABROAD: AddressPart[] = ['province', 'city', 'district']

/** An address part by part; in China province, city and district come from the list of regions. */
export function AddressWidget(props: WidgetProps) {
  const { locale } = useFieldServices()
  const regions = useRegions()
  const address = asAddress(props.value)
  const usual = String(ownOption(props.field, 'country') ?? 'CN')
  const country = address.country ?? (Object.keys(address).length === 0 ? usual : undefined)
  const isHere = country === 'CN'
  const change = (parts: Address): void => {
    const next = withoutEmpty({ ...address, ...(country && { country }), ...parts })
    const isEmpty = Object.keys(next).every((part) => part === 'country')
    props.onChange(isEmpty && parts.country === undefined ? undefined : next)
  }
  const chooseRegion = (code: unknown): void => {
    const names = typeof code === 'string' ? (regions?.regionPath(code) ?? []).map(({ name }) => name) : []
    const [province, city, district] = names
    change({ region: code as string | undefined, province, city, district })
  }
  const input = (part: AddressPart, isFirst = false) => (
    <Input
      key={part}
      id={isFirst ? props.id : `${props.id}_${part}`}
      aria-label={addressLabels[part][locale]}
      placeholder={addressLabels[part][locale]}
      className={`fw-address-${part}`}
      status={statusOf(props)}
      maxLength={ADDRESS_PARTS[part]}
      autoComplete="off"
      disabled={props.disabled}
      value={address[part] ?? ''}
      onChange={(event) => change({ [part]: event.target.value })}
      onBlur={() => props.onBlur?.()}
    />
  )
  return (
    <div className="fw-address" role="group" aria-label={props.field.label}>
      <CountrySelect props={props} value={country} onChange={(next) => change(movedTo(next))} />
      {isHere ? (
        <span className="fw-address-region">
          <RegionWidget
            {...props}
            id={`${props.id}_region`}
            field={{ ...props.field, property: ANY_REGION }}
            ownLabel={addressLabels.region[locale]}
            value={address.region}
            placeholder={addressLabels.region[locale]}
            autoFocus={false}
            onChange={chooseRegion}
          />
        </span>
      ) : (
        ABROAD.map((part) => input(part))
      )}
      {input('street', true)}
      {input('postal_code')}
    </div>
  )
}

function CountrySelect(input: { props: WidgetProps; value: string | undefined; onChange: (code: string) => void }) {
  const { locale } = useFieldServices()
  const countries = useMemo(
    () =>
      COUNTRIES.map((code) => ({ value: code, label: countryName(code, locale) })).sort((a, b) =>
        a.value === 'CN' ? -1 : b.value === 'CN' ? 1 : a.label.localeCompare(b.label, locale),
      ),
    [locale],
  )
  return (
    <Select
      id={`${input.props.id}_country`}
      aria-label={addressLabels.country[locale]}
      className="fw-address-country"
      showSearch={{ optionFilterProp: 'label' }}
      disabled={input.props.disabled}
      value={input.value ?? null}
      placeholder={addressLabels.country[locale]}
      options={countries}
      onChange={input.onChange}
    />
  )
}

/** Names of regions do not move to another country. */
function movedTo(country: string): Address {
  return { country, region: undefined, province: undefined, city: undefined, district: undefined } as Address
}

function withoutEmpty(address: Record<string, string | undefined>): Address {
  return Object.fromEntries(Object.entries(address).filter(([, text]) => text !== undefined && text !== ''))
}
