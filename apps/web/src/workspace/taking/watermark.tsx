const ROWS = Array.from({ length: 9 }, (_, row) => row)
const COLUMNS = Array.from({ length: 3 }, (_, column) => column)

/** Who took the page away and when, faintly across all of it, on the screen and on paper. */
export function Watermark({ text }: { text: string }) {
  return (
    <div className="fw-watermark" aria-hidden="true">
      {ROWS.map((row) => (
        <div key={row}>
          {COLUMNS.map((column) => (
            <span key={column}>{text}</span>
          ))}
        </div>
      ))}
    </div>
  )
}
