-- Whose address is graded after a case names them is named by it no more: the row of the answers that tells of
-- them is left out of the answers themselves, so that whoever reads those, on a page, in a letter, a list, a search
-- or an export, reads nothing of it.  What was written stands whole beside it, for the applicant, who wrote it, and
-- for those at the desk who may see graded addresses.

SET LOCAL ROLE skranke_owner;

-- ---- what was written ----

-- Answers as they were before a row was left out: of a case (version 0: those of now), or as others were told.
-- The applicant goes on reading what they wrote: they know it, have it in their receipt, and would be told that
-- somebody's address is graded, and since when, by its not being there any more.
CREATE TABLE answers_whole (
	tenant_id	text NOT NULL,
	case_id		uuid,
	version		integer CHECK (version >= 0),
	told_id		uuid REFERENCES hearing_told ON DELETE CASCADE,
	answers		xml NOT NULL,
	UNIQUE (tenant_id, case_id, version),
	UNIQUE (tenant_id, told_id),
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE,
	CHECK (num_nonnulls(case_id, told_id) = 1 AND (case_id IS NULL) = (version IS NULL))
);

-- Names that the case's own words may still have, and that are starred in them.
CREATE TABLE graded_name (
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	name		text NOT NULL CHECK (name ~ '\S'),
	PRIMARY KEY (tenant_id, case_id, name),
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE
);

-- How often a row was left out or put back: who may change the answers changes this not.
ALTER TABLE case_file ADD COLUMN hiding integer NOT NULL DEFAULT 0;
ALTER TABLE case_answers ADD COLUMN hiding integer NOT NULL DEFAULT 0;
ALTER TABLE hearing_told ADD COLUMN hiding integer NOT NULL DEFAULT 0;

DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['answers_whole', 'graded_name'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
		EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY owner ON %I TO skranke_owner USING (true) WITH CHECK (true)', t);
	END LOOP;
END $$;
GRANT SELECT (tenant_id, case_id, version, answers) ON answers_whole TO skranke_citizen, skranke_desk;
CREATE POLICY by_case ON answers_whole FOR SELECT TO skranke_citizen, skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = answers_whole.tenant_id AND c.id = answers_whole.case_id));
CREATE POLICY graded_read ON answers_whole AS RESTRICTIVE FOR SELECT TO skranke_desk
    USING ((SELECT session_graded()));

-- What stands changes in no other way than that.
DROP TRIGGER case_answers_stand ON case_answers;
CREATE TRIGGER case_answers_stand BEFORE UPDATE ON case_answers
    FOR EACH ROW WHEN (NEW.hiding = OLD.hiding) EXECUTE FUNCTION case_answers_stand();
DROP TRIGGER hearing_stands ON hearing_told;
CREATE TRIGGER hearing_stands BEFORE UPDATE ON hearing_told
    FOR EACH ROW WHEN (NEW.hiding = OLD.hiding) EXECUTE FUNCTION hearing_stands();

-- As it was; a row that is left out is no other answer.
CREATE OR REPLACE FUNCTION case_answers_keep() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	r integer := (SELECT d.round FROM deficiency d
	    WHERE d.tenant_id = OLD.tenant_id AND d.case_id = OLD.id AND d.closed_at IS NULL);
BEGIN
	IF NEW.hiding <> OLD.hiding THEN
		RETURN NEW;
	END IF;
	IF r IS NULL THEN
		RAISE insufficient_privilege USING MESSAGE = 'answers change only when they were asked for';
	END IF;
	INSERT INTO case_answers (tenant_id, case_id, version, round, answers, persons, warnings)
	VALUES (OLD.tenant_id, OLD.id, OLD.answers_version, r, OLD.answers, OLD.persons, OLD.warnings);
	UPDATE answers_whole w SET version = OLD.answers_version
	    WHERE w.tenant_id = OLD.tenant_id AND w.case_id = OLD.id AND w.version = 0;
	NEW.answers_version := OLD.answers_version + 1;
	RETURN NEW;
END $$;

-- ---- the rows ----

-- '12/34', '12/34/1', '12/34/0/2', with the address where there is one: as fcgi/hearing/receivers.c says a property.
CREATE FUNCTION answers_property(p_gnr text, p_bnr text, p_fnr text, p_snr text, p_at text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
	SELECT CASE WHEN x.n = '' OR p_at = '' THEN x.n || p_at ELSE x.n || ', ' || p_at END
	FROM (SELECT CASE WHEN p_gnr <> '' AND p_bnr <> '' THEN p_gnr || '/' || p_bnr ELSE '' END
	    || CASE WHEN p_fnr NOT IN ('', '0') OR p_snr NOT IN ('', '0') THEN '/' || coalesce(nullif(p_fnr, ''), '0') ELSE '' END
	    || CASE WHEN p_snr NOT IN ('', '0') THEN '/' || p_snr ELSE '' END AS n) x
$$;

-- The rows of answers that may tell of a receiver, as they stand in the text: raw; their key as
-- hearing_receivers() makes it, and that of the second one alike.
CREATE FUNCTION answers_rows(p_answers xml)
RETURNS TABLE (repeat text, raw text, key text, again text, ref text, name text, line1 text, place text, property text,
    graded boolean)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT k.repeat, k.raw, k.key, encode(sha256(convert_to(k.key || E'\n\n\n\n\n0', 'UTF8')), 'hex'), k.ref,
	    k.name, k.line1, concat_ws(' ', nullif(k.postcode, ''), nullif(k.city, '')), k.property, k.graded
	FROM (SELECT s.*, encode(sha256(convert_to(concat_ws(E'\n', s.property, s.name, s.line1, s.postcode, s.city, '0'),
		'UTF8')), 'hex') AS key
	    FROM (SELECT n.repeat, m.raw[1] AS raw, v.graded, v.ref, v.name, v.line1, v.postcode, v.city,
		answers_property(v.gnr, v.bnr, v.fnr, v.snr, v.at) AS property
		FROM (SELECT DISTINCT x.repeat FROM XMLTABLE('/*/*[*]' PASSING p_answers
		    COLUMNS repeat text PATH 'local-name(.)') x) n
		CROSS JOIN LATERAL regexp_matches(p_answers::text,
		    '<' || n.repeat || '(?: [^>]*?)??>.*?</' || n.repeat || '>', 'g') m (raw)
		CROSS JOIN LATERAL XMLTABLE('/*' PASSING (m.raw[1]::xml) COLUMNS
		    ref text PATH 'normalize-space(ref[1])', name text PATH 'string(navn[1])',
		    line1 text PATH 'string(adresse[1])', postcode text PATH 'string(postnummer[1])',
		    city text PATH 'string(poststed[1])', gnr text PATH 'string(gardsnummer[1])',
		    bnr text PATH 'string(bruksnummer[1])', fnr text PATH 'string(festenummer[1])',
		    snr text PATH 'string(seksjonsnummer[1])', at text PATH 'string(eiendom_adresse[1])',
		    graded text PATH 'normalize-space(skjermet[1])') o
		CROSS JOIN LATERAL (SELECT o.ref, o.graded = 'true' AS graded, btrim(o.name, E' \t\r\n') AS name, btrim(o.line1, E' \t\r\n') AS line1,
		    btrim(o.postcode, E' \t\r\n') AS postcode, btrim(o.city, E' \t\r\n') AS city,
		    btrim(o.gnr, E' \t\r\n') AS gnr, btrim(o.bnr, E' \t\r\n') AS bnr, btrim(o.fnr, E' \t\r\n') AS fnr,
		    btrim(o.snr, E' \t\r\n') AS snr, btrim(o.at, E' \t\r\n') AS at) v) s) k
	WHERE k.name <> '' OR k.line1 <> '';
END $$;

-- Text with these names starred, as whole words; shorter than three characters none is known by.
CREATE FUNCTION names_starred(p_text text, p_names text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
	n text;
BEGIN
	FOREACH n IN ARRAY p_names LOOP
		IF length(n) >= 3 THEN
			p_text := regexp_replace(p_text, '(?<!\w)' || regexp_replace(regexp_replace(n, '([^\w\s])', '\\\1', 'g'),
			    '\s+', '\\s+', 'g') || '(?!\w)', '*****', 'gi');
		END IF;
	END LOOP;
	RETURN p_text;
END $$;

-- A name as it stands in XML.
CREATE FUNCTION names_written(p_names text[]) RETURNS text[]
LANGUAGE sql IMMUTABLE AS $$
	SELECT coalesce(array_agg(DISTINCT replace(replace(replace(replace(n, '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"',
	    '&quot;')), '{}') FROM unnest(p_names) n
$$;

-- Answers without the rows of those with one of these keys, register's tokens or names, and of those whom the
-- register said are graded where something was typed of them all the same.
CREATE FUNCTION answers_without(p_answers xml, p_keys text[], p_refs text[], p_names text[]) RETURNS xml
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
	t text := p_answers::text;
	r record;
BEGIN
	FOR r IN SELECT w.repeat, w.raw FROM answers_rows(p_answers) w WHERE w.key = ANY (p_keys) OR w.again = ANY (p_keys)
	    OR w.graded OR w.ref = ANY (p_refs) OR lower(w.name) = ANY (SELECT lower(n) FROM unnest(p_names) n) LOOP
		t := replace(t, r.raw, format('<%s skjult="1"/>', r.repeat));
	END LOOP;
	RETURN names_starred(t, names_written(p_names))::xml;
END $$;

-- ---- left out, and put back ----

-- The texts of these cases and hearings, whole and as they stand.
CREATE FUNCTION answers_kept(p_tenant text, p_cases uuid[], p_hearings uuid[])
RETURNS TABLE (case_id uuid, version integer, told_id uuid, whole xml, stands xml)
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
	SELECT c.id, 0, NULL::uuid, coalesce(w.answers, c.answers), c.answers FROM case_file c
	LEFT JOIN answers_whole w ON w.tenant_id = c.tenant_id AND w.case_id = c.id AND w.version = 0
	WHERE c.tenant_id = p_tenant AND c.id = ANY (p_cases)
	UNION ALL
	SELECT a.case_id, a.version, NULL, coalesce(w.answers, a.answers), a.answers FROM case_answers a
	LEFT JOIN answers_whole w ON w.tenant_id = a.tenant_id AND w.case_id = a.case_id AND w.version = a.version
	WHERE a.tenant_id = p_tenant AND a.case_id = ANY (p_cases)
	UNION ALL
	SELECT NULL, NULL, t.id, coalesce(w.answers, t.answers), t.answers FROM hearing_told t
	LEFT JOIN answers_whole w ON w.tenant_id = t.tenant_id AND w.told_id = t.id
	WHERE t.tenant_id = p_tenant AND t.hearing_id = ANY (p_hearings)
$$;

CREATE FUNCTION answers_put(p_tenant text, p_case uuid, p_version integer, p_told uuid, p_whole xml, p_stands xml)
RETURNS void LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
	DELETE FROM answers_whole w WHERE w.tenant_id = p_tenant AND (w.told_id = p_told OR (w.case_id = p_case
	    AND w.version = p_version));
	IF p_whole::text <> p_stands::text THEN
		INSERT INTO answers_whole (tenant_id, case_id, version, told_id, answers)
		VALUES (p_tenant, p_case, p_version, p_told, p_whole);
	END IF;
	IF p_told IS NOT NULL THEN
		UPDATE hearing_told t SET answers = p_stands, hiding = t.hiding + 1 WHERE t.id = p_told;
	ELSIF p_version = 0 THEN
		UPDATE case_file c SET answers = p_stands, hiding = c.hiding + 1 WHERE c.tenant_id = p_tenant AND c.id = p_case;
	ELSE
		UPDATE case_answers a SET answers = p_stands, hiding = a.hiding + 1
		    WHERE a.tenant_id = p_tenant AND a.case_id = p_case AND a.version = p_version;
	END IF;
END $$;

-- Those cases with all that is of them, or the hearings of a draft: as the gradings of now want it.
CREATE FUNCTION answers_hide(p_tenant text, p_cases uuid[], p_hearings uuid[]) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
	keys text[];
	refs text[];
	names text[];
	t record;
	hid xml;
BEGIN
	SELECT array_agg(p.key), array_agg(DISTINCT n.name) FILTER (WHERE n.name ~ '\S') INTO keys, names
	FROM hearing_party p LEFT JOIN person n ON n.id = p.person_id AND n.graded IS NOT NULL
	WHERE p.hearing_id = ANY (p_hearings) AND p.graded;
	IF keys IS NULL AND NOT EXISTS (SELECT FROM answers_whole w WHERE w.tenant_id = p_tenant AND w.case_id = ANY (p_cases))
	    AND NOT EXISTS (SELECT FROM answers_whole w JOIN hearing_told o ON o.id = w.told_id
		WHERE w.tenant_id = p_tenant AND o.hearing_id = ANY (p_hearings)) THEN
		RETURN;
	END IF;
	SELECT coalesce(array_agg(DISTINCT r.ref) FILTER (WHERE r.ref <> ''), '{}'),
	    coalesce(names, '{}') || coalesce(array_agg(DISTINCT r.name) FILTER (WHERE r.name <> ''), '{}') INTO refs, names
	FROM answers_kept(p_tenant, p_cases, p_hearings) k CROSS JOIN LATERAL answers_rows(k.whole) r
	WHERE r.key = ANY (keys) OR r.again = ANY (keys) OR r.graded;
	-- and as they are called where the row was mended
	names := names || ARRAY(SELECT DISTINCT r.name FROM answers_kept(p_tenant, p_cases, p_hearings) k
	    CROSS JOIN LATERAL answers_rows(k.whole) r WHERE r.ref = ANY (refs) AND r.name <> '' AND r.name <> ALL (names));
	FOR t IN SELECT * FROM answers_kept(p_tenant, p_cases, p_hearings) LOOP
		hid := CASE WHEN keys IS NULL THEN t.whole ELSE answers_without(t.whole, keys, refs, names) END;
		IF hid::text <> t.stands::text THEN
			PERFORM answers_put(p_tenant, t.case_id, t.version, t.told_id, t.whole, hid);
		END IF;
	END LOOP;
	DELETE FROM graded_name g WHERE g.tenant_id = p_tenant AND g.case_id = ANY (p_cases) AND keys IS NULL;
	INSERT INTO graded_name (tenant_id, case_id, name)
	SELECT p_tenant, c.id, n FROM unnest(p_cases) c (id) CROSS JOIN unnest(names) n WHERE keys IS NOT NULL
	ON CONFLICT DO NOTHING;
	PERFORM words_hide(p_tenant, p_cases);
END $$;

-- A case and its parts are of the same people, and name the same neighbours.
CREATE FUNCTION case_hide(p_tenant text, p_case uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	whole uuid := (SELECT coalesce(c.parent_id, c.id) FROM case_file c WHERE c.tenant_id = p_tenant AND c.id = p_case);
	cases uuid[] := ARRAY(SELECT c.id FROM case_file c WHERE c.tenant_id = p_tenant AND whole IN (c.id, c.parent_id));
BEGIN
	PERFORM answers_hide(p_tenant, cases, ARRAY(SELECT h.id FROM hearing h
	    WHERE h.tenant_id = p_tenant AND h.case_id = ANY (cases)));
END $$;

-- ---- what else names them in the case ----

-- A letter that was made before, and names them, is for those who may see graded addresses.
ALTER TABLE document ADD COLUMN hides boolean NOT NULL DEFAULT false;

-- Does a letter name one of them?
CREATE FUNCTION names_in(p_tenant text, p_case uuid, p_letter bytea) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
	names text[] := ARRAY(SELECT g.name FROM graded_name g WHERE g.tenant_id = p_tenant AND g.case_id = p_case);
BEGIN
	IF cardinality(names) = 0 THEN
		RETURN false;
	END IF;
	RETURN names_starred(convert_from(p_letter, 'UTF8'), names || names_written(names)) <> convert_from(p_letter, 'UTF8');
END $$;

CREATE FUNCTION words_hide(p_tenant text, p_cases uuid[]) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
	UPDATE document d SET hides = NOT d.hides
	    FROM (SELECT o.id, names_in(p_tenant, o.case_id, o.content) OR coalesce(p.graded, false) AS hides
		FROM document o LEFT JOIN hearing_party p ON p.id = o.hearing_party_id
		WHERE o.tenant_id = p_tenant AND o.case_id = ANY (p_cases) AND o.kind = 'letter') x
	    WHERE d.id = x.id AND d.hides <> x.hides;
	UPDATE case_file c SET columns = s.said::jsonb, hiding = c.hiding + 1
	    FROM (SELECT f.id, names_starred(f.columns::text, (SELECT coalesce(array_agg(g.name), '{}') FROM graded_name g
		WHERE g.tenant_id = p_tenant AND g.case_id = f.id)) AS said FROM case_file f
		WHERE f.tenant_id = p_tenant AND f.id = ANY (p_cases)) s
	    WHERE c.tenant_id = p_tenant AND c.id = s.id AND c.columns::text <> s.said;
END $$;

-- A letter that is made later: of words that somebody wrote, or to one whose address is graded.
CREATE FUNCTION document_hides() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	NEW.hides := coalesce((SELECT p.graded FROM hearing_party p WHERE p.id = NEW.hearing_party_id), false)
	    OR names_in(NEW.tenant_id, NEW.case_id, NEW.content);
	RETURN NEW;
END $$;
CREATE TRIGGER document_hides BEFORE INSERT ON document FOR EACH ROW EXECUTE FUNCTION document_hides();
CREATE POLICY graded_read ON document AS RESTRICTIVE FOR SELECT TO skranke_desk
    USING (NOT hides OR (SELECT session_graded()));
CREATE POLICY graded_read ON document_pdf AS RESTRICTIVE FOR SELECT TO skranke_desk
    USING (EXISTS (SELECT FROM document d WHERE d.tenant_id = document_pdf.tenant_id AND d.id = document_pdf.document_id));

-- As it was; nor is a letter given on that names who has a graded address.
CREATE OR REPLACE FUNCTION letter_things(p_tenant text, p_case uuid, p_persons uuid[])
RETURNS TABLE (kind text, id uuid, name text, media_type text, size bigint, sha256 text, at timestamptz, why text)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY
	WITH thing AS (
		SELECT 'file' AS kind, a.id, a.name, b.media_type, b.size, a.sha256, a.created_at AS at,
		    a.person_id, CASE WHEN b.verdict <> 'clean' THEN b.verdict
			WHEN a.kind = 'body' AND NOT appeal_told(a.tenant_id, a.case_id, a.created_at) THEN 'body'
			END AS why
		FROM attachment a JOIN blob b ON b.tenant_id = a.tenant_id AND b.sha256 = a.sha256
		WHERE a.tenant_id = p_tenant AND a.case_id = p_case
		UNION ALL
		SELECT 'letter', d.id, left(d.title, 190) || '.pdf', 'application/pdf', octet_length(p.content)::bigint,
		    p.sha256, d.available_at, d.person_id, CASE WHEN d.hides THEN 'graded' END
		FROM document d JOIN document_pdf p ON p.tenant_id = d.tenant_id AND p.document_id = d.id
		WHERE d.tenant_id = p_tenant AND d.case_id = p_case AND d.kind = 'letter'
		  AND d.receiver <> 'hearing')
	SELECT t.kind, t.id, t.name, t.media_type, t.size, t.sha256, t.at, CASE
	    WHEN t.why IS NOT NULL THEN t.why
	    WHEN EXISTS (SELECT FROM exemption x WHERE x.tenant_id = p_tenant AND x.case_id = p_case
		AND x.kind = t.kind AND x.thing_id = t.id AND x.lifted_at IS NULL) THEN 'exempt'
	    WHEN c.graded AND (cardinality(p_persons) = 0 OR t.person_id <> ANY (p_persons)) THEN 'graded' END
	FROM thing t JOIN case_file c ON c.tenant_id = p_tenant AND c.id = p_case
	ORDER BY t.at, t.kind, t.id;
END $$;

-- ---- when ----

CREATE FUNCTION hearing_hide(p_hearing uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	h hearing;
BEGIN
	SELECT * INTO h FROM hearing x WHERE x.id = p_hearing;
	IF h.case_id IS NOT NULL THEN
		PERFORM case_hide(h.tenant_id, h.case_id);
	ELSE
		PERFORM answers_hide(h.tenant_id, '{}', ARRAY(SELECT o.id FROM hearing o WHERE o.draft_id = h.draft_id));
	END IF;
END $$;

-- A property is told of by its numbers alone, where it is its owner who may not be named.
CREATE FUNCTION hearing_party_place() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	NEW.property := regexp_replace(NEW.property, '^([0-9][0-9/]*), .*$', '\1');
	RETURN NEW;
END $$;
CREATE TRIGGER hearing_party_place BEFORE INSERT OR UPDATE ON hearing_party FOR EACH ROW WHEN (NEW.graded)
    EXECUTE FUNCTION hearing_party_place();

CREATE FUNCTION hearing_row_hide() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM hearing_hide(NEW.hearing_id);
	RETURN NULL;
END $$;
CREATE TRIGGER hide_new AFTER INSERT ON hearing_party FOR EACH ROW WHEN (NEW.graded)
    EXECUTE FUNCTION hearing_row_hide();
CREATE TRIGGER hide AFTER UPDATE ON hearing_party FOR EACH ROW
    WHEN (OLD.graded <> NEW.graded OR (NEW.graded AND OLD.told_id <> NEW.told_id)) EXECUTE FUNCTION hearing_row_hide();

CREATE TRIGGER hide AFTER INSERT ON hearing_told FOR EACH ROW EXECUTE FUNCTION hearing_row_hide();

CREATE FUNCTION case_file_hide() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM case_hide(NEW.tenant_id, NEW.id);
	RETURN NULL;
END $$;
-- named after what takes the hearings into the case
CREATE TRIGGER hides AFTER INSERT ON case_file FOR EACH ROW EXECUTE FUNCTION case_file_hide();
CREATE TRIGGER hides_again AFTER UPDATE OF answers, columns ON case_file FOR EACH ROW WHEN (NEW.hiding = OLD.hiding)
    EXECUTE FUNCTION case_file_hide();

-- ---- what others were told of somebody who is graded ----

-- Has anybody whose application they were told of a graded address now?  Then what tells where they live is masked
-- when it is shown, also of what they were told before.
CREATE FUNCTION told_graded(p_told uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN EXISTS (SELECT FROM hearing_told t JOIN hearing h ON h.id = t.hearing_id
	    LEFT JOIN case_file c ON c.tenant_id = h.tenant_id AND c.id = h.case_id
	    LEFT JOIN draft d ON d.id = h.draft_id
	    WHERE t.id = p_told AND (c.graded OR persons_graded(d.persons || d.person_id)
		OR persons_graded(ARRAY(SELECT p.person_id FROM draft_party p WHERE p.draft_id = d.id))));
END $$;

-- ---- for those who may see it ----

-- desk: the rows that are left out of a case, as the applicant wrote them; none without the right.
CREATE FUNCTION case_hidden(p_case uuid) RETURNS TABLE (name text, line1 text, place text, property text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	IF NOT session_graded() OR NOT session_sees(p_case) THEN
		RETURN;
	END IF;
	RETURN QUERY SELECT DISTINCT r.name, r.line1, r.place, r.property
	    FROM answers_whole w CROSS JOIN LATERAL answers_rows(w.answers) r
	    LEFT JOIN case_file c ON c.tenant_id = w.tenant_id AND c.id = w.case_id AND w.version = 0
	    LEFT JOIN case_answers a ON a.tenant_id = w.tenant_id AND a.case_id = w.case_id AND a.version = w.version
	    WHERE w.tenant_id = session_tenant() AND w.case_id = p_case
	      AND strpos(coalesce(c.answers, a.answers)::text, r.raw) = 0
	    ORDER BY 4, 1;
END $$;

-- desk: how many letters of a case one may not open, because of a graded address; p_letter: of that one alone.
CREATE FUNCTION letters_hidden(p_case uuid, p_letter uuid) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF session_graded() OR NOT session_sees(p_case) THEN
		RETURN 0;
	END IF;
	RETURN (SELECT count(*) FROM document d WHERE d.tenant_id = session_tenant() AND d.case_id = p_case AND d.hides
	    AND (p_letter IS NULL OR d.id = p_letter));
END $$;

REVOKE ALL ON FUNCTION answers_property(text, text, text, text, text), answers_rows(xml), names_starred(text, text[]),
    names_written(text[]), answers_without(xml, text[], text[], text[]), answers_kept(text, uuid[], uuid[]),
    answers_put(text, uuid, integer, uuid, xml, xml), answers_hide(text, uuid[], uuid[]), case_hide(text, uuid),
    names_in(text, uuid, bytea), words_hide(text, uuid[]), document_hides(), hearing_hide(uuid), hearing_party_place(),
    hearing_row_hide(), case_file_hide(), told_graded(uuid), case_hidden(uuid), letters_hidden(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION told_graded(uuid) TO skranke_citizen, skranke_postman;
GRANT EXECUTE ON FUNCTION case_hidden(uuid), letters_hidden(uuid, uuid) TO skranke_desk;

-- ---- what is there already ----

DO $$
DECLARE
	h record;
BEGIN
	UPDATE hearing_party SET property = property WHERE graded;
	FOR h IN SELECT DISTINCT p.hearing_id FROM hearing_party p WHERE p.graded LOOP
		PERFORM hearing_hide(h.hearing_id);
	END LOOP;
END $$;
