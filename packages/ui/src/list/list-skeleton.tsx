const ROWS = 12

/** A list's shape while it loads. */
export function ListSkeleton() {
  return (
    <div className="fw-list-skeleton" aria-busy="true">
      {Array.from({ length: ROWS }, (_, row) => (
        <div key={row} className="fw-list-skeleton-row">
          <span className="fw-bone" style={{ width: 90 }} />
          <span className="fw-bone" style={{ width: `${22 + ((row * 7) % 13)}%` }} />
          <span className="fw-bone" style={{ width: 64 }} />
          <span className="fw-bone" style={{ width: `${10 + ((row * 5) % 9)}%` }} />
          <span className="fw-bone" style={{ width: 80 }} />
        </div>
      ))}
    </div>
  )
}
