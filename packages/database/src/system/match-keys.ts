/**
 * What makes values the same to people: keys for duplicate rules. Indexes are built on them, so what they give may
 * never change (a better one gets another name), and they call nothing but what PostgreSQL ships.
 *
 * `fw_key_company` leaves out what every company's name ends with; `fw_key_phone` takes numbers without a country code
 * for Chinese ones; `fw_key_domain` gives nothing for providers at which everybody has a mailbox.
 */
export const matchKeys = String.raw`
create function fw_key_text(value text) returns text language sql immutable parallel safe as $$
  select nullif(regexp_replace(lower(normalize(value, NFKC)), '\s+', '', 'g'), '')
$$;

create function fw_key_company(value text) returns text language sql immutable parallel safe as $$
  select coalesce(nullif(regexp_replace(regexp_replace(regexp_replace(bare, 
      '\s*(股份有限公司|有限责任公司|有限公司|株式会社)\s*$', ''),
      '( (co|company|ltd|limited|inc|incorporated|corp|corporation|llc|llp|lp|plc|gmbh|ag|kg|sa|sas|sarl|srl|spa|bv|nv|oy|ab|as|pte|pty|sdn|bhd))+ *$', ''),
      '\s', '', 'g'), ''), nullif(regexp_replace(bare, '\s', '', 'g'), ''))
  from (select ' ' || regexp_replace(regexp_replace(lower(normalize(value, NFKC)), '[.''’"“”·•]', '', 'g'),
      '[-,;:()\[\]{}<>《》【】、。/_\s]+', ' ', 'g') as bare) name
$$;

create function fw_key_phone(value text) returns text language sql immutable parallel safe as $$
  select case
    when digits = '' then null
    when number ~ '^\s*(\+|00)' then regexp_replace(digits, '^00', '')
    when digits ~ '^861[0-9]{10}$' then digits
    else '86' || regexp_replace(digits, '^0+', '')
  end
  from (select number, regexp_replace(replace(number, '(0)', ''), '[^0-9]', '', 'g') as digits
    from (select regexp_replace(normalize(value, NFKC), '(转|分机|ext|x|#).*$', '', 'i') as number) own) phone
$$;

create function fw_key_email(value text) returns text language sql immutable parallel safe as $$
  select nullif(lower(btrim(normalize(value, NFKC))), '')
$$;

create function fw_key_domain(value text) returns text language sql immutable parallel safe as $$
  select case when domain !~ '^(gmail\.com|qq\.com|163\.com|126\.com|139\.com|yeah\.net|foxmail\.com|sina\.(com|cn)|sohu\.com|aliyun\.com|outlook\.com|hotmail\.com|live\.com|msn\.com|yahoo\.[a-z.]+|icloud\.com|me\.com|proton\.me|mail\.ru|gmx\.[a-z]+)$'
    then nullif(domain, '') end
  from (select regexp_replace(regexp_replace(regexp_replace(lower(btrim(normalize(value, NFKC))),
    '^[a-z][a-z0-9+.-]*://|[/?#].*$', '', 'g'), '^.*@', ''), '^www\.|:[0-9]*$|\.$', '', 'g') as domain) address
$$;`
