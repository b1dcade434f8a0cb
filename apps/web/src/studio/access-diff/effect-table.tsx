import { Avatar, useTexts } from '@fieldwork/ui'
import { useState } from 'react'

import { Change, countText, isChange } from './change.tsx'
import { EffectDetails } from './effect-details.tsx'
import { COUNTED } from './types.ts'
import type { ObjectDifference, PersonDifference } from './types.ts'

interface Place {
  person: string
  object: string
}

/** People against objects: how many records each gains and loses. A cell opens what is behind it. */
export function EffectTable({ people }: { people: PersonDifference[] }) {
  const { t } = useTexts('studio')
  const [place, setPlace] = useState<Place | null>(null)
  const objects = [...new Map(people.flatMap((person) => person.objects).map(({ object, label }) => [object, label]))]
  if (people.length === 0) return null
  if (objects.length === 0 && people.every((person) => person.is_counted))
    return <p className="st-muted">{t('effect.noRecords')}</p>
  const person = people.find(({ id }) => id === place?.person)
  const opened = person?.objects.find(({ object }) => object === place?.object)
  return (
    <>
      <div className="st-effect-scroll" tabIndex={0} role="group" aria-label={t('effect.table')}>
        <table className="st-effect-table" aria-label={t('effect.table')}>
          <thead>
            <tr>
              <th scope="col">{t('effect.person')}</th>
              {objects.map(([object, label]) => (
                <th key={object} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {people.map((each) => (
              <tr key={each.id}>
                <th scope="row">
                  <span className="st-effect-person">
                    <Avatar name={each.name} size={22} />
                    <span>{each.name}</span>
                    {each.is_counted ? null : <span className="st-faint">{t('effect.late')}</span>}
                  </span>
                </th>
                {objects.map(([object]) => (
                  <td key={object}>
                    <Cell
                      person={each}
                      difference={each.objects.find((found) => found.object === object)}
                      isOpen={place?.person === each.id && place.object === object}
                      onOpen={() => setPlace({ person: each.id, object })}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {person && opened ? <EffectDetails person={person} difference={opened} /> : null}
    </>
  )
}

interface CellProps {
  person: PersonDifference
  difference: ObjectDifference | undefined
  isOpen: boolean
  onOpen: () => void
}

function Cell({ person, difference, isOpen, onOpen }: CellProps) {
  const { t, locale } = useTexts('studio')
  if (!difference) return <span className="st-faint">–</span>
  const { records, label } = difference
  const operation = records ? (COUNTED.find((each) => isChange(records[each])) ?? null) : null
  const change = records && operation ? records[operation] : null
  const words = change
    ? t('effect.cell', { gained: countText(change.gained, locale), lost: countText(change.lost, locale) })
    : t('effect.rights')
  return (
    <button
      type="button"
      className="st-effect-cell"
      aria-expanded={isOpen}
      aria-label={`${person.name} · ${label}: ${words}`}
      onClick={onOpen}
    >
      {operation === 'update' ? <span className="st-faint">{t('effect.operations.update')}</span> : null}
      {change ? <Change change={change} /> : t('effect.rights')}
    </button>
  )
}
