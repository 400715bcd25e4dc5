-- 0070_journal_find - the public journal is searched as fast with 100,000 entries as with few
SET LOCAL ROLE skranke_owner;

-- For journal_find(): what was typed, as a question; NULL when there is no word in it.
CREATE FUNCTION journal_query(p_tenant text, p_words text) RETURNS tsquery
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
	SELECT (quote_literal('t=' || p_tenant) || ' & ' || string_agg(concat('(', quote_literal(replace(lower(w), '\', '')) || ':*',
	    (SELECT ' | (' || string_agg(quote_literal(s) || ':*', ' & ') || ')'
	     FROM regexp_split_to_table(words_plain(w), '[^[:alnum:]]+') s WHERE s <> ''), ')'), ' & '))::tsquery
	FROM regexp_split_to_table(p_words, '[[:space:]]+') w WHERE w ~ '[[:alnum:]]'
$$;
-- Has what is shown of an entry those words?
CREATE FUNCTION journal_shows(p public_journal, q tsquery) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
	SELECT journal_words_of(p.tenant_id, p.case_ref || '-' || p.case_n, concat_ws(' ', p.case_title, p.title, p.party)) @@ q
$$;
-- Entries that anybody may see, newest first, one more than a page of 50; each word typed begins a word
-- of what is shown of it.  NULL narrows nothing down.  Few entries have a rare word: they are found by
-- their words.  Many have a common one: they are met on the way from the newest.
CREATE OR REPLACE FUNCTION journal_find(p_after uuid, p_words text, p_kind text, p_from date, p_to date)
RETURNS SETOF public_journal
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 51 SET search_path = public, pg_temp AS $$
DECLARE
	t text := current_setting('skranke.tenant', true);
	at_year integer := 10000;
	at_n integer := 0;
	q tsquery := journal_query(t, p_words);
	few uuid[];
BEGIN
	IF p_after IS NOT NULL THEN
		SELECT e.year, e.n INTO at_year, at_n FROM journal_entry e WHERE e.tenant_id = t AND e.id = p_after;
	END IF;
	IF at_year IS NULL OR (q IS NULL AND p_words ~ '\S') THEN
		RETURN;
	END IF;
	IF q IS NULL THEN
		RETURN QUERY SELECT * FROM public_journal p WHERE p.tenant_id = t AND (p.year, p.n) < (at_year, at_n)
		    AND (p_kind IS NULL OR p.kind = p_kind) AND (p_from IS NULL OR p.journal_on >= p_from)
		    AND (p_to IS NULL OR p.journal_on <= p_to) ORDER BY p.year DESC, p.n DESC LIMIT 51;
		RETURN;
	END IF;
	few := ARRAY(SELECT w.entry_id FROM journal_words w WHERE w.words @@ q LIMIT 2501);
	IF cardinality(few) <= 2500 THEN
		RETURN QUERY SELECT (f.p).* FROM (SELECT p FROM public_journal p WHERE p.tenant_id = t AND p.id = ANY (few)
			AND (p.year, p.n) < (at_year, at_n)
			AND (p_kind IS NULL OR p.kind = p_kind) AND (p_from IS NULL OR p.journal_on >= p_from)
			AND (p_to IS NULL OR p.journal_on <= p_to) ORDER BY p.year DESC, p.n DESC OFFSET 0) f
		    WHERE journal_shows(f.p, q) LIMIT 51;		-- asked of those that are shown, not of all
		RETURN;
	END IF;
	RETURN QUERY SELECT * FROM public_journal p WHERE p.tenant_id = t AND (p.year, p.n) < (at_year, at_n)
	    AND (p_kind IS NULL OR p.kind = p_kind) AND (p_from IS NULL OR p.journal_on >= p_from)
	    AND (p_to IS NULL OR p.journal_on <= p_to)
	    AND (SELECT w.words @@ q FROM journal_words w WHERE w.tenant_id = t AND w.entry_id = p.id)
	    AND journal_shows(p, q) ORDER BY p.year DESC, p.n DESC LIMIT 51;
END $$;
REVOKE ALL ON FUNCTION journal_query(text, text), journal_shows(public_journal, tsquery) FROM PUBLIC;
