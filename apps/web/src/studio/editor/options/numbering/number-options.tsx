import { numbers, useTexts } from '@fieldwork/ui'
import type { NumberReset } from '@fieldwork/ui'

import type { Property, SelectOption } from '../../../model/definitions.ts'
import { formatProblems } from '../../../model/number-format.ts'
import { useFieldCheck } from '../../fields/use-field-check.ts'
import type { TypeOptionsProps } from '../type-options-props.ts'
import { NumberCounting } from './number-counting.tsx'
import { NumberFormat } from './number-format.tsx'

/** What an auto-number is made of and how it counts; what the platform finds wrong stands beside it. */
export function NumberOptions({ form, editing, isPublished }: TypeOptionsProps) {
  const { t, locale } = useTexts('studio')
  const options = form.property['x-field']
  const format = String(options['format'] ?? '')
  const reset = (options['reset'] as NumberReset | undefined) ?? 'never'
  const own = formatProblems(format, reset).map((message) => message[locale])
  const found = useFieldCheck(form, editing, own.length === 0)
  const problemsAt = (option: string): string[] =>
    found.filter(({ place }) => place.startsWith(`/x-field/${option}`)).map(({ message }) => message)

  /** what the number no longer shows can have no count of its own */
  const change = (next: string): void => {
    const shown = new Set(numbers.numberFields(next))
    const scope = ((options['scope'] as string[] | undefined) ?? []).filter((path) => shown.has(path))
    form.setOptions({ format: next, scope: scope.length > 0 ? scope : undefined })
  }

  return (
    <div className="st-numbering">
      <p className="st-group-note">{t(isPublished ? 'number.notePublished' : 'number.note')}</p>
      <NumberFormat
        object={editing.object}
        format={format}
        reset={reset}
        start={Number(options['start'] ?? 1)}
        problems={own.length > 0 ? own : problemsAt('format')}
        exampleOf={(path, isCode) => optionExample(editing.definition.properties[path], isCode)}
        onChange={change}
      />
      <NumberCounting
        object={editing.object}
        form={form}
        problems={{ scope: problemsAt('scope'), start: problemsAt('start') }}
      />
    </div>
  )
}

/** What stands for the first option of a select field. */
function optionExample(property: Property | undefined, isCode: boolean): string | undefined {
  if (property?.['x-field'].type !== 'select') return undefined
  const options = Object.entries((property['x-field']['options'] ?? {}) as Record<string, SelectOption>)
  const [first] = options.sort(([, a], [, b]) => a.order - b.order)
  return first && ((isCode ? first[1].code : undefined) ?? first[0])
}
