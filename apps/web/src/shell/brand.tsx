/** The product's mark. */
export function Brand() {
  return <img src="/icon.svg" alt="Fieldwork" className="fw-brand" width={28} height={28} />
}
