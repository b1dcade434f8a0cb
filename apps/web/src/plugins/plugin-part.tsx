import type { PluginWebParts, WebPlugin } from '@fieldwork/ui'
import { useTexts } from '@fieldwork/ui'
import { CatchBoundary } from '@tanstack/react-router'
import { Button, Skeleton } from 'antd'
import { Suspense, lazy, useMemo, useState } from 'react'
import type { ComponentType, ReactNode } from 'react'

import { loadParts } from './load-parts.ts'
import './plugins.css'

type Part = Exclude<keyof PluginWebParts, 'widgets'>

interface PluginPartProps {
  plugin: Pick<WebPlugin, 'name' | 'label' | 'src'>
  part: Part
  name: string
  /** what the component gets */
  given?: object
  /** shown while its code is loaded */
  waiting?: ReactNode
}

const usualWaiting = <Skeleton active title={false} />

/** A component of a plugin. What goes wrong in it stays in its place and is called by its name. */
export function PluginPart({ plugin, part, name, given = {}, waiting = usualWaiting }: PluginPartProps) {
  const [attempt, setAttempt] = useState(0)
  // a browser does not fetch the same address again where it failed once
  const src = attempt === 0 ? plugin.src : `${plugin.src}#${attempt}`
  const Component = useMemo(() => lazy(() => componentOf(src, part, name)), [src, part, name])
  return (
    <PluginBoundary plugin={plugin} place={`${part}/${name}`} state={src} onRetry={() => setAttempt(attempt + 1)}>
      <Suspense fallback={waiting}>
        <Component {...given} />
      </Suspense>
    </PluginBoundary>
  )
}

async function componentOf(src: string, part: Part, name: string): Promise<{ default: ComponentType<object> }> {
  const found = (await loadParts(src))[part]?.[name]
  if (!found) throw new Error(`web/index.tsx has no ${part}/${name}`)
  return { default: found as ComponentType<object> }
}

interface BoundaryProps {
  plugin: Pick<WebPlugin, 'name' | 'label'>
  /** what of the plugin it is, for its author */
  place: string
  /** another one lets it try again */
  state: string
  onRetry?(): void
  children: ReactNode
}

/** Keeps what goes wrong in a plugin's component from the rest of the page. */
export function PluginBoundary({ children, state, ...failure }: BoundaryProps) {
  return (
    <CatchBoundary
      getResetKey={() => `${state} ${failure.place}`}
      errorComponent={({ error }) => <PluginFailure {...failure} error={error} />}
    >
      {children}
    </CatchBoundary>
  )
}

type FailureProps = Pick<BoundaryProps, 'plugin' | 'place' | 'onRetry'> & { error: unknown }

function PluginFailure({ plugin, place, onRetry, error }: FailureProps) {
  const { t } = useTexts('app')
  return (
    <div className="fw-plugin-failure" role="alert">
      <strong>{t('plugins.failed', { label: plugin.label })}</strong>
      <code>
        {plugin.name} · {place}: {error instanceof Error ? error.message : String(error)}
      </code>
      {onRetry ? (
        <Button size="small" onClick={onRetry}>
          {t('plugins.retry')}
        </Button>
      ) : null}
    </div>
  )
}
