import { useTexts } from '@fieldwork/ui'

import { useRoles } from '../catalog/queries.ts'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import { useObjectDocument } from '../draft/use-document.ts'
import { useUsers } from '../users/queries.ts'
import type { Named, Words } from './value-words.ts'

interface About {
  /** whose fields and transitions are meant */
  object: string | undefined
  /** what people call a step */
  stepOf: (key: string) => string
}

/** Where the words are for members with a few values. */
const CHOICES: Record<string, string> = {
  mode: 'ap.modes',
  onReject: 'ap.onRejectChoices',
  resubmit: 'ap.resubmitChoices',
  runAs: 'wf.runAsChoices',
}

/** The words of the page for what a workflow or chain names. */
export function useWords({ object: name = '', stepOf }: About): Words {
  const { t, locale } = useTexts('studio')
  const roles = useRoles().data
  const users = useUsers().data
  const objects = useStudioObjects()
  const object = objects.find((each) => each.name === name)
  const transitions = useObjectDocument(name).definition?.['x-object']?.states?.transitions
  const find: Record<Named, (wanted: string) => string | undefined> = {
    role: (wanted) => roles?.find((each) => each.name === wanted)?.label?.[locale],
    user: (wanted) => users?.find(({ username }) => username === wanted)?.name,
    object: (wanted) => objects.find((each) => each.name === wanted)?.label[locale],
    field: (wanted) => object?.fields.find((each) => each.name === wanted)?.label[locale],
    transition: (wanted) => transitions?.[wanted]?.label?.[locale],
    step: stepOf,
  }
  return {
    nameOf: (kind, wanted) => find[kind](wanted),
    choiceOf: (token, value) => {
      const place = CHOICES[token]
      return place === undefined ? undefined : t(`${place}.${value}`, { defaultValue: value })
    },
    memberOf: (token) => t(`diff.tokens.${token}`, { defaultValue: token }),
    locale,
    yes: t('compare.yes'),
    no: t('compare.no'),
    comma: t('compare.comma'),
  }
}
