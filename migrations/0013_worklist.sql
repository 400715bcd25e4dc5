-- Worklists: which cases a list holds, in which order; what each caseworker has chosen to see of them.
--
-- A list is one walk along one index, cut off after a page.  Text is looked up beside case_file, as no
-- index for text can be used behind a policy; what is found is read through the policies all the same.

SET LOCAL ROLE skranke_owner;

ALTER TABLE case_file
	-- answers marked column="true" in the form: name -> value as it is kept
	ADD COLUMN columns jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(columns) = 'object'),
	-- somebody is to do something: not closed, nor only waiting to see if there comes a complaint
	ADD COLUMN open boolean NOT NULL GENERATED ALWAYS AS
	    (closed_at IS NULL AND (decided_at IS NULL OR ball <> 'applicant')) STORED;
GRANT INSERT (columns) ON case_file TO skranke_citizen, skranke_desk;

CREATE INDEX case_file_open_received ON case_file (tenant_id, received_at, id) INCLUDE (service) WHERE open;
CREATE INDEX case_file_due_or_never ON case_file (tenant_id, coalesce(due_at, 'infinity'), id);
CREATE INDEX case_file_open_due ON case_file (tenant_id, coalesce(due_at, 'infinity'), id) INCLUDE (service)
    WHERE open;
CREATE INDEX case_file_open_whose ON case_file (tenant_id, assigned_to, coalesce(due_at, 'infinity'), id)
    INCLUDE (service) WHERE open;
CREATE INDEX case_file_open_whose_received ON case_file (tenant_id, assigned_to, received_at, id)
    INCLUDE (service) WHERE open;
CREATE INDEX case_file_open_ball ON case_file (tenant_id, ball, coalesce(due_at, 'infinity'), id)
    INCLUDE (service) WHERE open;
CREATE INDEX case_file_state ON case_file (tenant_id, state, received_at, id);
DROP INDEX case_file_due;

-- ---- text ----

-- Small letters, and for letters that a keyboard may lack those that stand for them.
CREATE FUNCTION words_plain(p_text text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT translate(lower(p_text), 'áàâäãčçđéèêëíìîïńñŋóòôöõšśŧúùûüýžź', 'aaaaaccdeeeeiiiinnnooooosstuuuuyzz') $$;

-- What a case is found by: its number, who applied, and each answer that is not a file, a code or a
-- person's number.  Only case_words_find() reads it.
CREATE TABLE case_words (
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	service		text NOT NULL,
	words		tsvector NOT NULL,
	PRIMARY KEY (tenant_id, case_id),
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE
);
-- the municipality and the service are words too, so that one index answers the whole question
CREATE INDEX case_words_words ON case_words USING gin (words) WITH (fastupdate = off);
ALTER TABLE case_words ENABLE ROW LEVEL SECURITY;
ALTER TABLE case_words FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON case_words TO skranke_owner USING (true) WITH CHECK (true);

-- number, name and answers are words of their own; a number without the zeros before it as well
CREATE FUNCTION case_words_of(p_tenant text, p_service text, p_ref text, p_name text, p_answers xml)
RETURNS tsvector LANGUAGE sql STABLE AS $$
	SELECT strip(to_tsvector('simple', words_plain(translate(concat_ws(' ', coalesce(p_name, ''),
		(SELECT string_agg(left(t, 200), ' ') FROM unnest(xpath('//*[not(*)]/text()', p_answers)::text[]) t
		    WHERE t !~ '^person:' AND t !~ '^[0-9a-f]{8}-[0-9a-f]{4}-')), '-./', '   '))))
	    || array_to_tsvector(array_remove(ARRAY['t=' || p_tenant, 's=' || p_service, lower(p_ref),
		nullif(ltrim(substring(p_ref FROM '[0-9]+$'), '0'), ''), substring(p_ref FROM '[0-9]+$')], NULL)) $$;

CREATE FUNCTION case_words_put() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	INSERT INTO case_words (tenant_id, case_id, service, words)
	SELECT NEW.tenant_id, NEW.id, NEW.service,
	    case_words_of(NEW.tenant_id, NEW.service, NEW.ref, p.name, NEW.answers)
	FROM person p WHERE p.id = NEW.person_id
	ON CONFLICT (tenant_id, case_id) DO UPDATE SET words = excluded.words;
	RETURN NULL;
END $$;
CREATE TRIGGER case_words_put AFTER INSERT OR UPDATE OF answers ON case_file
    FOR EACH ROW EXECUTE FUNCTION case_words_put();

CREATE FUNCTION case_words_name() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	UPDATE case_words w SET words = case_words_of(c.tenant_id, c.service, c.ref, NEW.name, c.answers)
	FROM case_file c WHERE c.person_id = NEW.id AND w.tenant_id = c.tenant_id AND w.case_id = c.id;
	RETURN NULL;
END $$;
CREATE TRIGGER case_words_name AFTER UPDATE OF name ON person
    FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION case_words_name();

INSERT INTO case_words (tenant_id, case_id, service, words)
SELECT c.tenant_id, c.id, c.service, case_words_of(c.tenant_id, c.service, c.ref, p.name, c.answers)
FROM case_file c JOIN person p ON p.id = c.person_id;

-- Cases where each word typed begins a word, the newest first and at most p_most.  The function judges
-- municipality and services itself; what more a policy asks is asked when the cases are read.
CREATE FUNCTION case_words_find(p_text text, p_most int) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	typed text := (SELECT string_agg(quote_literal(replace(w, '\', '')) || ':*', ' & ')
	    FROM regexp_split_to_table(words_plain(p_text), '[^[:alnum:]]+') w WHERE w <> '');
	mine text := (SELECT string_agg(quote_literal('s=' || s), ' | ') FROM unnest(session_services(false)) s);
BEGIN
	IF typed IS NULL OR mine IS NULL THEN
		RETURN '{}';
	END IF;
	RETURN ARRAY(SELECT w.case_id FROM case_words w
	    WHERE w.words @@ (quote_literal('t=' || session_tenant()) || ' & (' || mine || ') & ' || typed)::tsquery
	    ORDER BY w.case_id DESC LIMIT p_most);
END $$;
GRANT EXECUTE ON FUNCTION case_words_find(text, int), words_plain(text) TO skranke_desk;

-- ---- lists ----

-- The cases of a list, in order, with their places.
--
-- p_list     mine | ledige | snart (due within seven days) | over (overdue) | venter (for the
--            applicant) | alle; empty: mine when there are any, else ledige
-- p_state    empty: open ones; alle: whatever the state; ferdig: those that are not open; or a state
-- p_unit     empty: whatever the unit; ingen: no unit's
-- p_exact    columns that must hold just that;  p_like  columns that must hold that text somewhere
-- p_words    as case_words_find
-- p_sort     frist | mottatt, with p_down the other way round
-- p_key, p_id  the row that the page begins after, with p_back ends before
--
-- Runs as who asks: policies decide what is there to be listed.
CREATE FUNCTION worklist(p_list text, p_service text, p_state text, p_unit text, p_assigned uuid, p_from date, p_to date,
    p_exact jsonb, p_like jsonb, p_words text, p_sort text, p_down boolean, p_key timestamptz, p_id uuid,
    p_back boolean, p_most int)
RETURNS TABLE (place bigint, case_id uuid)
LANGUAGE plpgsql STABLE ROWS 50 SET search_path = public, pg_temp AS $$
DECLARE
	list text := p_list;
	me uuid := session_desk_user();
	key text := CASE p_sort WHEN 'mottatt' THEN 'c.received_at' ELSE 'coalesce(c.due_at, ''infinity'')' END;
	down boolean := p_down <> p_back;
	q text := 'c.tenant_id = $1';
BEGIN
	IF list = '' THEN
		list := CASE WHEN EXISTS (SELECT FROM case_file c WHERE c.tenant_id = session_tenant()
		    AND c.assigned_to = me AND c.open) THEN 'mine' ELSE 'ledige' END;
	END IF;
	q := q || CASE p_state WHEN '' THEN ' AND c.open' WHEN 'alle' THEN '' WHEN 'ferdig' THEN ' AND NOT c.open'
		ELSE ' AND c.state = $2' END
	    || CASE list WHEN 'mine' THEN ' AND c.assigned_to = $3'
		WHEN 'ledige' THEN ' AND c.assigned_to IS NULL'
		WHEN 'snart' THEN ' AND coalesce(c.due_at, ''infinity'') >= now()'
		    ' AND coalesce(c.due_at, ''infinity'') < now() + interval ''7 days'''
		WHEN 'over' THEN ' AND coalesce(c.due_at, ''infinity'') < now()'
		WHEN 'venter' THEN ' AND c.ball = ''applicant'''
		ELSE '' END
	    || CASE WHEN p_service <> '' THEN ' AND c.service = $4' ELSE '' END
	    || CASE p_unit WHEN '' THEN '' WHEN 'ingen' THEN ' AND c.unit_id IS NULL' ELSE ' AND c.unit_id = $15' END
	    || CASE WHEN p_assigned IS NOT NULL THEN ' AND c.assigned_to = $5' ELSE '' END
	    || CASE WHEN p_from IS NOT NULL THEN ' AND c.received_at >= $6::timestamp AT TIME ZONE ''Europe/Oslo''' ELSE '' END
	    || CASE WHEN p_to IS NOT NULL THEN ' AND c.received_at < ($7 + 1)::timestamp AT TIME ZONE ''Europe/Oslo''' ELSE '' END
	    || CASE WHEN p_exact <> '{}' THEN ' AND c.columns @> $8' ELSE '' END
	    || CASE WHEN p_like <> '{}' THEN ' AND NOT EXISTS (SELECT FROM jsonb_each_text($9) l'
		' WHERE strpos(words_plain(coalesce(c.columns ->> l.key, '''')), words_plain(l.value)) = 0)' ELSE '' END
	    || CASE WHEN p_words <> '' THEN ' AND c.id = ANY (case_words_find($10, 500))' ELSE '' END
	    || CASE WHEN p_id IS NOT NULL THEN ' AND (' || key || ', c.id) ' || CASE WHEN down THEN '<' ELSE '>' END
		|| ' ($11, $12)' ELSE '' END;
	RETURN QUERY EXECUTE 'SELECT CASE WHEN $13 THEN -1 ELSE 1 END * row_number() OVER (), s.id FROM (SELECT c.id FROM case_file c WHERE '
	    || q || ' ORDER BY ' || key || CASE WHEN down THEN ' DESC, c.id DESC' ELSE ', c.id' END || ' LIMIT $14) s'
	USING session_tenant(), p_state, me, p_service, p_assigned, p_from, p_to, p_exact, p_like, p_words, p_key, p_id,
	    p_back, p_most, p_unit;
END $$;
GRANT EXECUTE ON FUNCTION worklist(text, text, text, text, uuid, date, date, jsonb, jsonb, text, text, boolean, timestamptz,
    uuid, boolean, int) TO skranke_desk;

-- ---- what each has chosen ----

CREATE TABLE desk_choice (
	tenant_id	text NOT NULL REFERENCES tenant,
	desk_user_id	uuid NOT NULL REFERENCES desk_user ON DELETE CASCADE,
	columns		text[] NOT NULL CHECK (cardinality(columns) BETWEEN 1 AND 30),
	PRIMARY KEY (tenant_id, desk_user_id)
);
CREATE TABLE desk_search (
	id		uuid PRIMARY KEY,
	tenant_id	text NOT NULL REFERENCES tenant,
	desk_user_id	uuid NOT NULL REFERENCES desk_user ON DELETE CASCADE,
	name		text NOT NULL CHECK (length(btrim(name)) BETWEEN 1 AND 60),
	query		text NOT NULL CHECK (length(query) <= 2000),	-- of the address
	shared		boolean NOT NULL DEFAULT false,			-- colleagues see it too
	created_at	timestamptz NOT NULL DEFAULT now(),
	UNIQUE (tenant_id, desk_user_id, name)
);
DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['desk_choice', 'desk_search'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
		EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY owner ON %I TO skranke_owner USING (true) WITH CHECK (true)', t);
	END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE (columns) ON desk_choice TO skranke_desk;
CREATE POLICY own ON desk_choice TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true) AND desk_user_id = (SELECT session_desk_user()));
GRANT SELECT, INSERT (id, tenant_id, desk_user_id, name, query, shared), UPDATE (query, shared), DELETE
    ON desk_search TO skranke_desk;
CREATE POLICY own ON desk_search TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true) AND desk_user_id = (SELECT session_desk_user()));

-- Is this a colleague in a unit of one's own?  Where neither is in a unit, they are colleagues too.
CREATE FUNCTION session_colleague(p_desk_user uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN EXISTS (SELECT FROM session_now s
	    JOIN desk_user me ON me.id = s.desk_user_id
	    JOIN desk_user u ON u.tenant_id = s.tenant_id AND u.id = p_desk_user
	    WHERE me.units && u.units OR me.units = u.units);
END $$;
GRANT EXECUTE ON FUNCTION session_colleague(uuid) TO skranke_desk;
CREATE POLICY shared ON desk_search FOR SELECT TO skranke_desk
    USING (shared AND tenant_id = current_setting('skranke.tenant', true) AND session_colleague(desk_user_id));
