/** SQL with one line a clause, so that a change of a statement shows in the diff. */
export const laidOut = (text: string): string =>
  text
    .replace(/, (\w+ as (?:materialized )?\()/g, ',\n$1')
    .replace(
      /(?<!distinct) (from|where|order by|group by|limit|returning|set|lateral|left join|for no key update)\b/g,
      '\n  $1',
    )
    .replace(/(select (?:verdict|string_agg))/g, '\n$1') + '\n'
