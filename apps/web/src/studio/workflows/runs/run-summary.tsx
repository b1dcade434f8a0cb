import { AppLink, recordPath, useTexts } from '@fieldwork/ui'

import { useStudioObjects } from '../../catalog/studio-objects.ts'
import { studioPaths } from '../../paths.ts'
import { Moment } from '../moment.tsx'
import { durationOf } from './duration.ts'
import { errorWords } from './error-words.ts'
import { RunStateMark } from './run-state.tsx'
import type { Run } from './run-types.ts'

/** A run at a glance: how it went, what about, why, on whose behalf, and how long it took. */
export function RunSummary({ run }: { run: Run }) {
  const { t, locale } = useTexts('studio')
  const object = useStudioObjects().find(({ name }) => name === run.object)
  const duration = durationOf(run)
  return (
    <>
      <dl className="st-run-summary">
        <div>
          <dt>{t('wf.state')}</dt>
          <dd>
            <RunStateMark state={run.state} />
          </dd>
        </div>
        <div>
          <dt>{t('wf.trigger')}</dt>
          <dd>
            {t(`wf.triggers.${run.trigger}`, {
              defaultValue: t(`wf.causes.${run.trigger}`, { defaultValue: run.trigger }),
            })}
          </dd>
        </div>
        {run.object !== null && run.record !== null ? (
          <div>
            <dt>{object?.label[locale] ?? run.object}</dt>
            <dd>
              <AppLink to={recordPath(run.object, run.record)}>{t('wf.openRecord')}</AppLink>
            </dd>
          </div>
        ) : null}
        <div>
          <dt>{t('wf.behalf')}</dt>
          <dd>
            {t(`wf.runAsChoices.${run.identity}`, { defaultValue: run.identity })}
            {run.actor ? ` · ${run.actor.name}` : ''}
          </dd>
        </div>
        <div>
          <dt>{t('wf.began')}</dt>
          <dd>
            <Moment at={run.created_at} />
          </dd>
        </div>
        {duration === null ? null : (
          <div>
            <dt>{t('wf.took')}</dt>
            <dd>{t(`wf.durations.${duration.unit}`, { number: duration.number })}</dd>
          </div>
        )}
        {run.parent ? (
          <div>
            <dt>{t('wf.calledBy')}</dt>
            <dd>
              <AppLink to={studioPaths.run(run.parent.run)}>{t('wf.openRun')}</AppLink>
            </dd>
          </div>
        ) : null}
      </dl>
      {run.error ? (
        <p className="st-run-error" role="alert">
          {errorWords(run.error, locale)}
        </p>
      ) : null}
    </>
  )
}
