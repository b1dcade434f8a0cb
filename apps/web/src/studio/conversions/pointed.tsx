import { checkExpression } from '@fieldwork/expressions'
import type { ExprType } from '@fieldwork/expressions'
import { createContext, useContext } from 'react'
import type { ReactNode } from 'react'

import { DraftExpression } from '../catalog/draft-expression.tsx'
import { draftEnvironment } from '../catalog/expression-environment.ts'
import { useStudioObjects } from '../catalog/studio-objects.ts'
import { FormField } from '../parts/form-field.tsx'
import type { PlanProblem } from '../publish/types.ts'

/** The problems of the document that is edited; inputs show those that point to them. */
export const ProblemsContext = createContext<PlanProblem[]>([])

/** What is wrong at a place; null when nothing is. */
export function useProblemAt(pointer: string): string | null {
  const found = useContext(ProblemsContext).filter((problem) => (problem.pointer ?? '') === pointer)
  return found.length === 0 ? null : found.map(({ message }) => message).join(' ')
}

/** An RFC 6901 pointer from its parts. */
export function pointerOf(...parts: string[]): string {
  return parts.map((part) => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** A labelled input that shows the problems of its place in the document. */
export function PointedField(props: {
  pointer: string
  label: ReactNode
  help?: ReactNode
  isRequired?: boolean
  children: (id: string) => ReactNode
}) {
  const { pointer, ...rest } = props
  return (
    <div data-pointer={pointer} className="st-pointed">
      <FormField {...rest} error={useProblemAt(pointer)} />
    </div>
  )
}

/** What is wrong with a part as a whole. */
export function PointedProblem({ pointer }: { pointer: string }) {
  const problem = useProblemAt(pointer)
  return problem === null ? null : (
    <p className="st-error" role="alert" data-pointer={pointer}>
      {problem}
    </p>
  )
}

interface ExpressionProps {
  pointer: string
  /** over whose records it is; null: over none */
  object: string | null
  /** what other names mean in it; `user` and `old` when left out */
  variables?: Record<string, ExprType>
  label: string
  /** anything when left out */
  expects?: ExprType
  value: string
  onChange: (value: string) => void
}

/** An expression with completion; what is wrong with it stands under it, once. */
export function PointedExpression(props: ExpressionProps & { help?: string; isRequired?: boolean }) {
  const { label, help, isRequired = false } = props
  const isFine = useIsFine(props)
  const problem = useProblemAt(props.pointer)
  return (
    <div data-pointer={props.pointer} className="st-pointed">
      <FormField label={label} help={help} isRequired={isRequired} error={isFine ? problem : null}>
        {(id) => <Expression id={id} {...props} />}
      </FormField>
    </div>
  )
}

/** An expression beside a label that stands elsewhere. */
export function ExpressionCell(props: ExpressionProps) {
  const isFine = useIsFine(props)
  const problem = useProblemAt(props.pointer)
  return (
    <div data-pointer={props.pointer} className="st-pointed">
      <Expression {...props} />
      {isFine && problem !== null ? (
        <p className="st-error" role="alert">
          {problem}
        </p>
      ) : null}
    </div>
  )
}

function Expression({ id, object, variables, label, expects, value, onChange }: ExpressionProps & { id?: string }) {
  const input = { object, variables, label, expects, value, onChange }
  return <DraftExpression {...input} {...(id ? { id } : {})} minRows={1} />
}

/** True when the expression itself tells of no problem: then it is the server that has something to say. */
function useIsFine({ object, variables, value, expects }: ExpressionProps): boolean {
  const objects = useStudioObjects()
  const environment = draftEnvironment(objects, object, variables)
  return value.trim() === '' || checkExpression(value, environment, expects ? { expects } : {}).ok
}

/** Goes to the input that a problem points to; to the part around it where there is none. */
export function goToPointer(pointer: string): void {
  const tokens = pointer.split('/')
  for (let length = tokens.length; length > 1; length -= 1) {
    const place = document.querySelector(`[data-pointer="${CSS.escape(tokens.slice(0, length).join('/'))}"]`)
    if (!place) continue
    place.scrollIntoView({ block: 'center' })
    place.querySelector<HTMLElement>('input, textarea, button')?.focus({ preventScroll: true })
    return
  }
}
