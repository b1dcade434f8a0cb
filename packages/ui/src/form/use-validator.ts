import { useQuery } from '@tanstack/react-query'

import type { ObjectSchema } from '../api/types.ts'
import { useTexts } from '../texts/i18n.ts'
import { loadValidator, openValidator } from './load-validator.ts'

/** The compiled validator of a form; loaded once for each version of the object. */
export function useValidator(schema: ObjectSchema, isPreview: boolean) {
  const { locale } = useTexts()
  return useQuery({
    queryKey: ['validator', isPreview ? 'preview' : schema.validator, schema.hash, locale, schema.object],
    staleTime: Infinity,
    gcTime: 60_000,
    retry: 1,
    structuralSharing: false,
    queryFn: () => (isPreview ? openValidator(schema, locale) : loadValidator(schema, locale)),
  })
}
