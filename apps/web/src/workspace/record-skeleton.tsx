/** A record page's shape while it loads. */
export function RecordSkeleton() {
  return (
    <div className="fw-record" aria-busy="true">
      <div className="fw-page-header">
        <span className="fw-bone" style={{ width: 280, height: 26 }} />
      </div>
      <span className="fw-bone" style={{ width: '60%', height: 30 }} />
      <div className="fw-record-body">
        <div className="fw-record-main fw-skeleton-facts">
          {Array.from({ length: 12 }, (_, index) => (
            <span key={index} className="fw-bone" style={{ width: `${50 + ((index * 13) % 35)}%`, height: 34 }} />
          ))}
        </div>
        <div className="fw-record-side" />
      </div>
    </div>
  )
}
