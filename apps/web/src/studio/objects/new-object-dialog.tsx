import { useNavigateTo, useTexts } from '@fieldwork/ui'
import { Segmented } from 'antd'
import { useState } from 'react'

import { useApps } from '../catalog/queries.ts'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import type { StudioObject } from '../catalog/studio-objects.ts'
import { useDraftStore } from '../draft/draft-provider.tsx'
import { NumberFormat } from '../editor/options/numbering/number-format.tsx'
import { ResetSelect } from '../editor/options/numbering/reset-select.tsx'
import { checkName, suggestName } from '../model/api-name.ts'
import type { Json } from '../model/definitions.ts'
import { isBlankText, NO_TEXT } from '../model/localized.ts'
import { formatProblems } from '../model/number-format.ts'
import { newObjectDefinition } from '../model/new-object.ts'
import type { NewObject } from '../model/new-object.ts'
import { EditDrawer } from '../parts/edit-drawer.tsx'
import { FormField, FormGroup } from '../parts/form-field.tsx'
import { LabelInputs } from '../parts/label-inputs.tsx'
import { NameInput } from '../parts/name-input.tsx'
import { SwitchLine } from '../parts/switch-line.tsx'
import { studioPaths } from '../paths.ts'
import { AppsSelect } from './apps-select.tsx'
import { IconPicker } from './icon-picker.tsx'
import { KindChoice } from './kind-choice.tsx'
import type { ObjectKind } from './kind-choice.tsx'
import { LinesName, MasterChoice } from './master-choice.tsx'

const LINES = 'lines'

const FIRST: NewObject = {
  name: '',
  label: NO_TEXT,
  icon: 'file-text',
  apps: [],
  hasOwner: true,
  hasHistory: true,
  naming: { kind: 'text' },
  master: null,
}

/**
 * Asks what a new object is called and how it starts; it goes into the draft, nothing is published yet. `master` makes
 * it a child table of that object.
 */
export function NewObjectDialog({ master, onClose }: { master?: string; onClose: () => void }) {
  const { t } = useTexts('studio')
  const form = useNewObject(master)
  const store = useDraftStore()
  const navigate = useNavigateTo()

  const create = (): void => {
    if (!form.isComplete) {
      form.showProblems()
      return
    }
    const definition = newObjectDefinition(form.value) as unknown as Json
    store.put({ kind: 'object', name: form.value.name, origin: 'new', base: null, definition })
    onClose()
    navigate(studioPaths.object(form.value.name))
  }

  return (
    <EditDrawer
      title={t(master === undefined ? 'newObject.title' : 'newObject.linesTitle')}
      size={600}
      foot={<span className="st-muted">{t('newObject.note')}</span>}
      save={t('newObject.create')}
      onSave={create}
      onClose={onClose}
    >
      <NewObjectForm form={form} isKindGiven={master !== undefined} />
    </EditDrawer>
  )
}

function useNewObject(startMaster: string | undefined) {
  const apps = useApps().data
  const objects = useStudioObjects()
  const taken = objects.map((object) => object.name)
  const [kind, setKind] = useState<ObjectKind>(startMaster === undefined ? 'free' : 'attached')
  const [masterName, setMasterName] = useState(startMaster)
  const [ownCollection, setOwnCollection] = useState<string | null>(null)
  const [given, setValue] = useState<NewObject>(FIRST)
  const [chosenApps, setChosenApps] = useState<string[] | null>(null)
  const [ownName, setOwnName] = useState<string | null>(null)
  const [isShowingProblems, setShowingProblems] = useState(false)
  const suggested = isBlankText(given.label) ? '' : suggestName({ label: given.label.en, fallback: 'custom', taken })
  const name = ownName ?? suggested
  const document = kind === 'attached' ? objects.find((each) => each.name === masterName) : undefined
  const collection = ownCollection ?? (document ? freeCollection(document, name) : '')
  const value = {
    ...given,
    name,
    master: document ? { object: document.name, label: document.label, collection } : null,
    apps: chosenApps ?? apps?.slice(0, 1).map((app) => app.name) ?? [],
  }
  return {
    value,
    taken,
    set: (change: Partial<NewObject>) => setValue({ ...given, ...change }),
    setApps: setChosenApps,
    setName: setOwnName,
    kind,
    setKind,
    masterName,
    setMasterName,
    collection,
    setCollection: setOwnCollection,
    collectionsTaken: document ? namesIn(document) : [],
    isComplete:
      !isBlankText(value.label) &&
      checkName(value.name, taken) === null &&
      (kind === 'free' || (document !== undefined && checkName(collection, namesIn(document)) === null)),
    isShowingProblems,
    showProblems: () => setShowingProblems(true),
  }
}

/** `lines` where it is free, else what the object itself is called. */
function freeCollection(master: StudioObject, name: string): string {
  return namesIn(master).includes(LINES) ? name : LINES
}

const namesIn = ({ fields, collections }: StudioObject): string[] => [...fields, ...collections].map(({ name }) => name)

type Form = ReturnType<typeof useNewObject>

function NewObjectForm({ form, isKindGiven }: { form: Form; isKindGiven: boolean }) {
  const { t } = useTexts('studio')
  const { value, set } = form
  const isUnnamed = form.isShowingProblems && isBlankText(value.label)
  return (
    <>
      {isKindGiven ? null : <KindChoice kind={form.kind} onChange={form.setKind} />}
      <FormGroup>
        {form.kind === 'attached' && !isKindGiven ? <MasterChoice form={form} /> : null}
        <LabelInputs
          label={t('newObject.label')}
          isRequired
          autoFocus
          value={value.label}
          onChange={(label) => set({ label })}
          error={isUnnamed ? t('newObject.labelMissing') : null}
        />
        <NameInput value={value.name} onChange={form.setName} taken={form.taken} help={t('newObject.nameHelp')} />
        {form.kind === 'attached' ? <LinesName form={form} /> : null}
        <div className="st-pair">
          <FormField label={t('icon.label')}>
            {(id) => <IconPicker id={id} value={value.icon} onChange={(icon) => set({ icon })} />}
          </FormField>
          {form.kind === 'free' ? (
            <FormField label={t('settings.apps')} help={t('settings.appsHelp')}>
              {(id) => <AppsSelect id={id} value={value.apps} onChange={form.setApps} />}
            </FormField>
          ) : null}
        </div>
      </FormGroup>
      <FormGroup title={t('newObject.naming')} note={t('newObject.namingNote')}>
        <NamingChoice naming={value.naming} onChange={(naming) => set({ naming })} />
      </FormGroup>
      <FormGroup title={t('newObject.behaviour')}>
        {form.kind === 'free' ? (
          <SwitchLine
            label={t('settings.owner')}
            help={t('settings.ownerHelp')}
            value={value.hasOwner}
            onChange={(hasOwner) => set({ hasOwner })}
          />
        ) : null}
        <SwitchLine
          label={t('settings.history')}
          help={t('settings.historyHelp')}
          value={value.hasHistory}
          onChange={(hasHistory) => set({ hasHistory })}
        />
      </FormGroup>
    </>
  )
}

function NamingChoice(props: { naming: NewObject['naming']; onChange: (naming: NewObject['naming']) => void }) {
  const { t, locale } = useTexts('studio')
  const { naming, onChange } = props
  return (
    <>
      <Segmented
        aria-label={t('newObject.naming')}
        value={naming.kind}
        options={[
          { value: 'text', label: t('newObject.namingText') },
          { value: 'number', label: t('newObject.namingNumber') },
        ]}
        onChange={(kind) =>
          onChange(
            kind === 'text' ? { kind: 'text' } : { kind: 'number', format: 'NO-{yyyy}{MM}-{0000}', reset: 'month' },
          )
        }
      />
      {naming.kind === 'number' ? (
        <div className="st-numbering">
          <NumberFormat
            object={null}
            format={naming.format}
            reset={naming.reset}
            problems={formatProblems(naming.format, naming.reset).map((message) => message[locale])}
            onChange={(format) => onChange({ ...naming, format })}
          />
          <ResetSelect value={naming.reset} onChange={(reset) => onChange({ ...naming, reset })} />
        </div>
      ) : null}
    </>
  )
}
