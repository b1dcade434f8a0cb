import type { LocalizedText } from '../../field-type.ts'

/** The parts of an address in the order in which they are entered, with the most characters of each. */
export const ADDRESS_PARTS = {
  country: 2,
  region: 6,
  province: 60,
  city: 60,
  district: 60,
  street: 200,
  postal_code: 16,
} as const

export type AddressPart = keyof typeof ADDRESS_PARTS

/** An address: a country by its ISO 3166 code, a Chinese region by its six-digit code, the rest as it is written. */
export type Address = Partial<Record<AddressPart, string>>

/** The names of the parts. */
export const addressLabels: Record<AddressPart, LocalizedText> = {
  country: { en: 'Country', 'zh-CN': '国家/地区' },
  region: { en: 'Region', 'zh-CN': '所在地区' },
  province: { en: 'Province', 'zh-CN': '省/州' },
  city: { en: 'City', 'zh-CN': '城市' },
  district: { en: 'District', 'zh-CN': '区/县' },
  street: { en: 'Street', 'zh-CN': '详细地址' },
  postal_code: { en: 'Postal code', 'zh-CN': '邮政编码' },
}

/** A value as an address; anything else has no parts. */
export function asAddress(value: unknown): Address {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Address) : {}
}

/** The address as it is written in a language: from large to small in Chinese, from small to large in English. */
export function composeAddress(value: unknown, locale: keyof LocalizedText): string {
  const { country, province, city, district, street, postal_code: postal } = asAddress(value)
  const land = country === undefined ? undefined : countryName(country, locale)
  // Beijing is province and city at once
  const town = city === province ? undefined : city
  if (locale === 'zh-CN') {
    const abroad = country === 'CN' ? undefined : land
    return joined([joined([abroad, province, town, district, street], ''), postal], ' ')
  }
  return joined([street, district, town, joined([province, postal], ' '), land], ', ')
}

/** The name of a country by its ISO 3166 code; the code where it has none. */
export function countryName(code: string, locale: keyof LocalizedText): string {
  try {
    return new Intl.DisplayNames([locale], { type: 'region' }).of(code) ?? code
  } catch {
    // not a code: shown as it was written
    return code
  }
}

function joined(parts: (string | undefined)[], separator: string): string {
  return parts.filter((part) => part !== undefined && part !== '').join(separator)
}
