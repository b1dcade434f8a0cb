import { useTexts } from '@fieldwork/ui'

import { useFieldTypes } from '../../catalog/field-types.ts'
import type { DuplicateRule, MatchPart } from '../../model/definitions.ts'
import { matchParts, usualKind } from '../../model/duplicates.ts'
import type { ObjectEditing } from '../object-editing.ts'

/** How rules and their parts are called. */
export function useRuleWords({ object }: ObjectEditing) {
  const { t, locale } = useTexts('studio')
  const types = useFieldTypes()
  const fieldOf = (name: string) => object.fields.find((field) => field.name === name)
  const labelOf = (name: string): string => fieldOf(name)?.label[locale] ?? name
  const kindOf = ({ field, normalise }: MatchPart) => normalise ?? usualKind(types.get(fieldOf(field)?.type ?? ''))
  return {
    labelOf,
    kindOf,
    /** what a person is told, or else what is the same */
    titleOf: (rule: DuplicateRule): string => rule.message?.[locale] || summary(rule),
    partText: (part: MatchPart): string =>
      t('duplicates.part', { field: labelOf(part.field), kind: t(`duplicates.kinds.${kindOf(part)}`) }),
  }

  function summary(rule: DuplicateRule): string {
    const names = matchParts(rule).map(({ field }) => labelOf(field))
    return t('duplicates.same', { fields: names.join(locale === 'en' ? ' + ' : '、') })
  }
}
