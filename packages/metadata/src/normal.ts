/** A document in which these keys have been filled in; where its author found the schema is forgotten. */
export type Complete<Document, Key extends keyof Document> = Omit<Document, '$schema' | Key> &
  Required<Pick<Document, Key>>
