import type { DeliveryInfo } from '@fieldwork/automation'
import { resolveText } from '../../http/locale.ts'
import type { Locale } from '../../http/locale.ts'

/** A delivery in the reader's language. */
export const describeDelivery = ({ title, error, ...rest }: DeliveryInfo, locale: Locale) => ({
  ...rest,
  title: resolveText(title, locale),
  error: error === null ? null : { code: error.code, message: resolveText(error.message, locale) },
})
