/**
 * Functions that look at the rows of this moment: a statement sees those of its beginning, also after it has waited
 * for a lock, but each query in a volatile function sees what has been committed by then.
 *
 * `fw_holds_now` asks a question about a record. `fw_closes_cycle` tells whether a record would come to stand below
 * itself; whoever moves records of a hierarchy waits for whoever moved others in it before.
 */
export const answersOfTheMoment = `
create function fw_holds_now(question text, id uuid) returns boolean language plpgsql volatile as $$
declare
  answer boolean;
begin
  execute question into answer using id;
  return answer;
end $$;

create function fw_closes_cycle(place text, parent_column text, id uuid, parent uuid) returns boolean language plpgsql volatile as $$
declare
  answer boolean;
begin
  if parent is null then return false; end if;
  perform pg_advisory_xact_lock(hashtextextended(current_schema() || ':hierarchy:' || place, 0));
  execute format(
    'with recursive up (id) as (
       select $2 union select t.%1$I from up join %2$I t on t.id = up.id where t.%1$I is not null
     ) select exists (select 1 from up where up.id = $1)', parent_column, place)
    into answer using id, parent;
  return answer;
end $$;`
