import { Avatar, useTexts } from '@fieldwork/ui'
import { Button, Skeleton } from 'antd'

import { useWho } from './queries.ts'
import type { AccessPerson, AccessQuestion } from './types.ts'

/** Everybody who may do it, with the ways by which each may. */
export function WhoList({ question, onChoose }: { question: AccessQuestion; onChoose: (user: string) => void }) {
  const { t } = useTexts('access')
  const who = useWho(question)
  if (who.isPending) return <Skeleton active title={false} />
  if (who.error) return <p role="alert">{who.error.message}</p>
  const people = who.data.pages.flatMap(({ data }) => data)
  return (
    <>
      {people.length === 0 && !who.hasNextPage ? <p className="ac-faint">{t('nobody')}</p> : null}
      <ul className="ac-people">
        {people.map((person) => (
          <PersonLine key={person.id} person={person} onChoose={() => onChoose(person.id)} />
        ))}
      </ul>
      {who.hasNextPage ? (
        <Button loading={who.isFetchingNextPage} onClick={() => void who.fetchNextPage()}>
          {t('more')}
        </Button>
      ) : null}
    </>
  )
}

function PersonLine({ person, onChoose }: { person: AccessPerson; onChoose: () => void }) {
  const ways = [...new Set(person.because.map(({ role, label }) => (role ? `${role.label}: ${label}` : label)))]
  return (
    <li>
      <Avatar name={person.name} size={28} />
      <div>
        <button type="button" className="ac-name" onClick={onChoose}>
          {person.name}
        </button>{' '}
        <code className="ac-faint">{person.username}</code>
        {ways.map((way) => (
          <p key={way} className="ac-faint">
            {way}
          </p>
        ))}
      </div>
    </li>
  )
}
