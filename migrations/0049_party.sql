-- Parties, once more: what is kept of a page whose session ran out is each one's own, and a case is found by
-- the name of each of them.

SET LOCAL ROLE skranke_owner;

-- For the functions that keep what was typed when a session ran out: may that person write there, or
-- send it back with a word?
CREATE FUNCTION person_fills(p_person uuid, d draft) RETURNS boolean
LANGUAGE sql STABLE AS $$
	SELECT d.person_id = p_person OR EXISTS (SELECT FROM draft_party p WHERE p.draft_id = d.id
	    AND p.person_id = p_person AND p.shared_at IS NOT NULL)
	    OR EXISTS (SELECT FROM case_party p WHERE p.tenant_id = d.tenant_id AND p.case_id = d.supplement_of
	    AND p.person_id = p_person AND p.ended_at IS NULL AND p.may_act)
$$;
CREATE FUNCTION person_acts(p_person uuid, c case_file) RETURNS boolean
LANGUAGE sql STABLE AS $$
	SELECT c.person_id = p_person OR EXISTS (SELECT FROM case_party p WHERE p.tenant_id = c.tenant_id
	    AND p.case_id = c.id AND p.person_id = p_person AND p.ended_at IS NULL AND p.may_act)
$$;
REVOKE ALL ON FUNCTION person_fills(uuid, draft), person_acts(uuid, case_file) FROM PUBLIC;

-- Two people in one draft may both have a page parked,
ALTER TABLE parked_post
	DROP CONSTRAINT parked_post_draft_id_page_key,
	ADD UNIQUE (draft_id, page, person_id);
-- and a message to the same case begun.
DROP INDEX draft_message_one;
CREATE UNIQUE INDEX draft_message_one ON draft (tenant_id, message_of, person_id,
    coalesce(message_about, '00000000-0000-0000-0000-000000000000')) WHERE message_of IS NOT NULL;

CREATE OR REPLACE FUNCTION park_post(p_draft uuid, p_page text, p_fields text, p_csrf text)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF octet_length(p_fields) > 65536 OR length(p_page) > 100 THEN
		RETURN false;
	END IF;
	INSERT INTO parked_post (tenant_id, person_id, draft_id, page, fields)
	SELECT d.tenant_id, coalesce(s.person_id, d.person_id), d.id, p_page, p_fields
	FROM session s
	JOIN draft d ON d.id = p_draft AND d.tenant_id = s.tenant_id
	    AND CASE WHEN d.registered_by IS NULL THEN person_fills(s.person_id, d)
	        ELSE d.registered_by = s.desk_user_id END
	WHERE s.token_sha256 = token_sha256(current_setting('skranke.session', true))
	  AND s.tenant_id = current_setting('skranke.tenant', true)
	  AND s.csrf = p_csrf
	  AND s.ended_at IS NULL
	  AND least(s.seen_at + interval '30 minutes', s.created_at + interval '120 minutes')
	      > now() - interval '12 hours'
	ON CONFLICT (draft_id, page, person_id) DO UPDATE
	    SET fields = excluded.fields, created_at = excluded.created_at;
	RETURN FOUND;
END $$;
CREATE OR REPLACE FUNCTION keep_complaint(p_ref text, p_text text, p_wanted text, p_csrf text)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF length(p_text) > 20000 OR length(p_wanted) > 20000 THEN
		RETURN false;
	END IF;
	INSERT INTO complaint_draft (tenant_id, case_id, person_id, text, wanted)
	SELECT c.tenant_id, c.id, s.person_id, p_text, p_wanted
	FROM session s
	JOIN case_file c ON c.ref = p_ref AND person_acts(s.person_id, c) AND c.tenant_id = s.tenant_id
	WHERE s.token_sha256 = token_sha256(current_setting('skranke.session', true))
	  AND s.tenant_id = current_setting('skranke.tenant', true)
	  AND s.csrf = p_csrf
	  AND s.ended_at IS NULL
	  AND least(s.seen_at + interval '30 minutes', s.created_at + interval '120 minutes')
	      > now() - interval '12 hours'
	ON CONFLICT (tenant_id, case_id) DO UPDATE
	    SET text = excluded.text, wanted = excluded.wanted, updated_at = now();
	RETURN FOUND;
END $$;
CREATE OR REPLACE FUNCTION keep_message(p_ref text, p_draft uuid, p_about uuid, p_n integer[], p_text text[], p_csrf text)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	c case_file;
	me uuid;
	d uuid;
BEGIN
	SELECT s.person_id INTO me FROM session s
	    WHERE s.token_sha256 = token_sha256(current_setting('skranke.session', true));
	SELECT f.* INTO c FROM session s
	JOIN case_file f ON f.ref = p_ref AND person_acts(s.person_id, f) AND f.tenant_id = s.tenant_id
	WHERE s.token_sha256 = token_sha256(current_setting('skranke.session', true))
	  AND s.tenant_id = current_setting('skranke.tenant', true)
	  AND s.csrf = p_csrf
	  AND s.ended_at IS NULL
	  AND least(s.seen_at + interval '30 minutes', s.created_at + interval '120 minutes')
	      > now() - interval '12 hours';
	IF NOT FOUND OR c.closed_at IS NOT NULL OR cardinality(p_n) IS DISTINCT FROM cardinality(p_text)
	    OR EXISTS (SELECT FROM unnest(p_text) t WHERE length(t) > 20000) THEN
		RETURN false;
	END IF;
	SELECT f.id INTO d FROM draft f WHERE f.tenant_id = c.tenant_id AND person_fills(me, f)
	    AND CASE WHEN p_draft IS NOT NULL THEN f.id = p_draft AND f.supplement_of = c.id
		ELSE f.message_of = c.id AND f.message_about IS NOT DISTINCT FROM p_about END;
	IF d IS NULL AND p_draft IS NULL AND (p_about IS NULL OR EXISTS (SELECT FROM document l
	    WHERE l.id = p_about AND l.tenant_id = c.tenant_id AND l.case_id = c.id AND l.person_id = me
	      AND l.receiver = 'applicant')) THEN
		INSERT INTO draft (id, tenant_id, person_id, service, release_id, answers, revision, keep_days, expires_at,
		    warned_at, message_of, message_about)
		VALUES (gen_random_uuid(), c.tenant_id, me, c.service, c.release_id,
		    format('<%s/>', c.service)::xml, 2, 30, now() + interval '30 days', now(), c.id, p_about)
		RETURNING id INTO d;
	END IF;
	INSERT INTO draft_message AS k (tenant_id, draft_id, n, text)
	SELECT c.tenant_id, d, x.n, x.t FROM unnest(p_n, p_text) x (n, t) WHERE d IS NOT NULL
	ON CONFLICT (draft_id, n) DO UPDATE SET text = excluded.text;
	RETURN FOUND;
END $$;

-- A case is found by the name of each of its parties.
CREATE FUNCTION case_names(p_tenant text, p_case uuid, p_person uuid) RETURNS text
LANGUAGE sql STABLE AS $$
	SELECT string_agg(n, ' ') FROM (
	    SELECT p.name AS n FROM person p WHERE p.id = p_person
	    UNION SELECT p.name FROM case_party x JOIN person p ON p.id = x.person_id
		WHERE x.tenant_id = p_tenant AND x.case_id = p_case
	    UNION SELECT x.name FROM case_party x WHERE x.tenant_id = p_tenant AND x.case_id = p_case) names
$$;
REVOKE ALL ON FUNCTION case_names(text, uuid, uuid) FROM PUBLIC;
CREATE OR REPLACE FUNCTION case_words_put()
RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	INSERT INTO case_words (tenant_id, case_id, service, words)
	SELECT NEW.tenant_id, NEW.id, NEW.service,
	    case_words_of(NEW.tenant_id, NEW.service, NEW.ref,
		case_names(NEW.tenant_id, NEW.id, NEW.person_id), NEW.answers)
	ON CONFLICT (tenant_id, case_id) DO UPDATE SET words = excluded.words;
	RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION case_words_name()
RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	UPDATE case_words w SET words = case_words_of(c.tenant_id, c.service, c.ref,
	    case_names(c.tenant_id, c.id, c.person_id), c.answers)
	FROM case_file c WHERE c.id IN (SELECT f.id FROM case_file f WHERE f.person_id = NEW.id
	    UNION ALL SELECT p.case_id FROM case_party p WHERE p.person_id = NEW.id)
	  AND w.tenant_id = c.tenant_id AND w.case_id = c.id;
	RETURN NULL;
END $$;
