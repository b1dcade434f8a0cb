import { AppLink, EmptyState, PageHeader, ProblemNote, useNavigateTo, useTexts } from '@fieldwork/ui'
import { useLocation } from '@tanstack/react-router'
import { Button, Select, Skeleton } from 'antd'

import { useStudioObjects } from '../../catalog/studio-objects.ts'
import { RecordSelect } from '../../organisation/record-select.tsx'
import { StackTable } from '../../parts/list-page.tsx'
import { studioPaths } from '../../paths.ts'
import { Moment } from '../moment.tsx'
import { useDraftedWorkflows } from '../use-workflows.ts'
import { durationOf } from './duration.ts'
import { errorWords } from './error-words.ts'
import { readRunFilter, runQuery, useRuns } from './run-queries.ts'
import type { RunFilter } from './run-queries.ts'
import { RunStateMark } from './run-state.tsx'
import { RUN_STATES } from './run-types.ts'
import type { Run } from './run-types.ts'

/** What became of the runs of all workflows, newest first. */
export function RunsPage() {
  const { t } = useTexts('studio')
  const navigate = useNavigateTo()
  const filter = readRunFilter(useLocation({ select: (location) => location.searchStr }))
  const runs = useRuns(filter)
  const found = runs.data?.pages.flatMap(({ data }) => data) ?? []
  const isFiltered = runQuery(filter) !== ''
  const change = (part: Partial<RunFilter>): void =>
    navigate(studioPaths.runs(runQuery({ ...filter, ...part })), { replace: true })
  return (
    <div className="st-page">
      <PageHeader
        title={t('wf.allRuns')}
        line={t('wf.runsLine')}
        actions={<AppLink to={studioPaths.deadJobs}>{t('wf.deadJobs')}</AppLink>}
      />
      <RunFilters filter={filter} onChange={change} />
      {runs.error ? <ProblemNote error={runs.error} onRetry={() => void runs.refetch()} /> : null}
      {runs.isPending ? <Skeleton active paragraph={{ rows: 8 }} title={false} /> : null}
      {runs.isSuccess && found.length === 0 ? (
        <EmptyState
          icon="field-time"
          title={t(isFiltered ? 'wf.noRunsFit' : 'wf.noRuns')}
          text={isFiltered ? undefined : t('wf.noRunsText')}
          action={isFiltered ? <Button onClick={() => navigate(studioPaths.runs())}>{t('wf.allOfThem')}</Button> : null}
        />
      ) : null}
      {found.length > 0 ? <RunTable runs={found} /> : null}
      {runs.hasNextPage ? (
        <Button onClick={() => void runs.fetchNextPage()} loading={runs.isFetchingNextPage}>
          {t('log.more')}
        </Button>
      ) : null}
    </div>
  )
}

function RunFilters({ filter, onChange }: { filter: RunFilter; onChange: (part: Partial<RunFilter>) => void }) {
  const { t, locale } = useTexts('studio')
  const { workflows } = useDraftedWorkflows()
  const objects = useStudioObjects()
  const object = objects.find(({ name }) => name === filter.object)
  const one = (member: 'workflow' | 'object' | 'state', options: { value: string; label: string }[]) => (
    <Select
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      aria-label={t(`wf.filter.${member}`)}
      placeholder={t(`wf.filter.${member}`)}
      value={filter[member] || null}
      options={options}
      onChange={(value: string | null | undefined) =>
        onChange({ [member]: value ?? '', ...(member === 'object' ? { record: '' } : {}) })
      }
    />
  )
  return (
    <div className="st-run-filters" role="search">
      {one(
        'workflow',
        workflows.map(({ definition: { name, label } }) => ({ value: name, label: label?.[locale] || name })),
      )}
      {one(
        'state',
        RUN_STATES.map((value) => ({ value, label: t(`wf.states.${value}`) })),
      )}
      {one(
        'object',
        objects.map(({ name, label }) => ({ value: name, label: label[locale] })),
      )}
      {object ? (
        <RecordSelect
          key={object.name}
          label={t('wf.filter.record')}
          placeholder={t('wf.filter.record')}
          object={object.name}
          nameField={object.nameField}
          value={filter.record === '' ? null : { id: filter.record, label: null }}
          onChange={(record) => onChange({ record: record?.id ?? '' })}
        />
      ) : null}
    </div>
  )
}

function RunTable({ runs }: { runs: Run[] }) {
  const { t } = useTexts('studio')
  return (
    <StackTable
      className="st-run-table"
      heads={[
        t('wf.state'),
        t('wf.filter.workflow'),
        t('wf.about'),
        t('wf.behalf'),
        { number: t('wf.steps') },
        { number: t('wf.took') },
        t('wf.began'),
      ]}
    >
      {runs.map((run) => (
        <RunRow key={run.id} run={run} />
      ))}
    </StackTable>
  )
}

function RunRow({ run }: { run: Run }) {
  const { t, locale } = useTexts('studio')
  const object = useStudioObjects().find(({ name }) => name === run.object)
  const duration = durationOf(run)
  return (
    <tr>
      <td data-label={t('wf.state')}>
        <RunStateMark state={run.state} />
      </td>
      <td>
        <AppLink to={studioPaths.run(run.id)} className="st-wf-name">
          {run.label[locale] || run.workflow}
        </AppLink>
        {run.error ? <p className="st-run-row-error">{errorWords(run.error, locale)}</p> : null}
      </td>
      <td data-label={t('wf.about')}>{object?.label[locale] ?? run.object ?? '–'}</td>
      <td data-label={t('wf.behalf')}>{run.actor?.name ?? t('wf.runAsChoices.system')}</td>
      <td className="st-number" data-label={t('wf.steps')}>
        {run.steps}
      </td>
      <td className="st-number" data-label={t('wf.took')}>
        {duration === null ? '–' : t(`wf.durations.${duration.unit}`, { number: duration.number })}
      </td>
      <td data-label={t('wf.began')}>
        <Moment at={run.created_at} />
      </td>
    </tr>
  )
}
