import { ProblemList } from './problem-list.tsx'
import { problemsOf } from './use-publication.ts'

/** Why the server refused, each problem with its place where there are some. */
export function RefusalView({ error, onLeave }: { error: Error | null; onLeave?: () => void }) {
  if (!error) return null
  const problems = problemsOf(error)
  if (problems.length > 0) return <ProblemList problems={problems} onLeave={onLeave ?? (() => undefined)} />
  return (
    <p className="st-refusal" role="alert">
      {error.message}
    </p>
  )
}
