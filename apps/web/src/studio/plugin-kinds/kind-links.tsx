import { AppLink, FieldIcon, useTexts } from '@fieldwork/ui'

import { studioPaths } from '../paths.ts'
import type { StudioPlace } from '../paths.ts'
import { usePluginKinds } from './queries.ts'

/** What plugins let one define, in the studio's menu. */
export function KindLinks({ place }: { place: StudioPlace }) {
  const { locale } = useTexts('studio')
  const { kinds } = usePluginKinds()
  const current = place.page === 'kinds' ? place.kind : null
  return kinds.map(({ name, label, icon }) => (
    <AppLink
      key={name}
      to={studioPaths.kind(name)}
      className={name === current ? 'st-nav-item st-nav-item-current' : 'st-nav-item'}
      aria-current={name === current ? 'page' : undefined}
    >
      <FieldIcon name={icon} />
      <span>{label[locale]}</span>
    </AppLink>
  ))
}
