-- What a program with the right role could still have done beside its pages, and does not any more.

-- A row that a constraint refuses holds answers: its detail is never in the server's log.
DO $$
DECLARE
	r text;
BEGIN
	FOREACH r IN ARRAY ARRAY['skranke_owner', 'skranke_login', 'skranke_citizen', 'skranke_desk',
	    'skranke_api', 'skranke_postman', 'skranke_clock'] LOOP
		IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
			EXECUTE format('ALTER ROLE %I SET log_error_verbosity = terse', r);
		END IF;
	END LOOP;
END $$;

SET LOCAL ROLE skranke_owner;

-- Is this case one that who is at the desk may see?
CREATE FUNCTION session_sees(p_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN EXISTS (SELECT FROM case_file c WHERE c.tenant_id = session_tenant() AND c.id = p_case
	    AND c.service = ANY (session_services(false)) AND (NOT c.graded OR session_graded()));
END $$;

-- ---- four eyes ----

-- Each signs with their own name, what waits for approval is not rewritten meanwhile, and a proposal
-- stays with its case.  Whoever makes it wait is the one who proposes it.
CREATE OR REPLACE FUNCTION proposal_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
	me uuid := session_desk_user();
	was proposal := CASE WHEN TG_OP = 'UPDATE' THEN OLD END;
BEGIN
	IF TG_OP = 'UPDATE' AND (NEW.tenant_id, NEW.case_id) IS DISTINCT FROM (OLD.tenant_id, OLD.case_id) THEN
		RAISE insufficient_privilege USING MESSAGE = 'a proposal stays with its case';
	END IF;
	IF (NEW.proposed_by IS DISTINCT FROM was.proposed_by AND NEW.proposed_by IS NOT NULL AND NEW.proposed_by IS DISTINCT FROM me)
	    OR (NEW.status = 'proposed' AND was.status IS DISTINCT FROM 'proposed' AND NEW.proposed_by IS DISTINCT FROM me)
	    OR (NEW.written_by IS DISTINCT FROM was.written_by AND NEW.written_by IS DISTINCT FROM me)
	    OR (NEW.returned_by IS DISTINCT FROM was.returned_by AND NEW.returned_by IS NOT NULL AND NEW.returned_by IS DISTINCT FROM me) THEN
		RAISE insufficient_privilege USING MESSAGE = 'a proposal is signed with one''s own name';
	END IF;
	IF was.status = 'proposed' AND NEW.status = 'proposed' AND (NEW.fields, NEW.event, NEW.data, NEW.proposed_by)
	    IS DISTINCT FROM (was.fields, was.event, was.data, was.proposed_by) THEN
		RAISE insufficient_privilege USING MESSAGE = 'a proposal that waits for approval is not altered';
	END IF;
	RETURN NEW;
END $$;

-- No decision by one pair of eyes where the flow asks for four, whoever fires it and however: the state
-- is that which the event says it comes from, and that which the chain says.
CREATE OR REPLACE FUNCTION case_event_eyes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF EXISTS (SELECT FROM case_file c
	    JOIN release_four_eyes f ON f.release_id = c.release_id AND f.event = NEW.event
	    WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.case_id
	      AND (f.state = NEW.from_state OR f.state = (SELECT e.to_state FROM case_event e
		WHERE e.tenant_id = c.tenant_id AND e.case_id = c.id ORDER BY e.seq DESC LIMIT 1)))
	AND NOT EXISTS (SELECT FROM proposal p
	    WHERE p.tenant_id = NEW.tenant_id AND p.case_id = NEW.case_id AND p.status = 'proposed'
	      AND p.event = NEW.event AND p.proposed_by <> NEW.actor_id AND NEW.data @> p.data) THEN
		RAISE insufficient_privilege USING MESSAGE = 'this decision needs four eyes';
	END IF;
	RETURN NEW;
END $$;

-- ---- the chain ----

-- A program says neither when an event was, nor decides in the applicant's name.
CREATE FUNCTION case_event_honest() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	IF current_user = 'skranke_owner' OR current_user NOT LIKE 'skranke%' THEN
		RETURN NEW;
	END IF;
	IF NEW.at <> now() THEN
		RAISE insufficient_privilege USING MESSAGE = 'an event is now';
	END IF;
	IF NEW.actor = 'applicant' AND NEW.data ?| '{outcome,assessment,appeal}' THEN
		RAISE insufficient_privilege USING MESSAGE = 'an applicant decides nothing';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER case_event_honest BEFORE INSERT ON case_event FOR EACH ROW EXECUTE FUNCTION case_event_honest();

-- A case that a program moved, or gave an outcome, has at the end of the transaction an event that says so.
CREATE FUNCTION case_file_told() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	c case_file;
BEGIN
	SELECT * INTO c FROM case_file f WHERE f.tenant_id = NEW.tenant_id AND f.id = NEW.id;
	IF c.id IS NOT NULL AND (c.state IS DISTINCT FROM (SELECT e.to_state FROM case_event e
		WHERE e.tenant_id = c.tenant_id AND e.case_id = c.id ORDER BY e.seq DESC LIMIT 1)
	    OR (c.outcome IS DISTINCT FROM OLD.outcome AND c.outcome IS DISTINCT FROM
		(SELECT e.data ->> 'outcome' FROM case_event e
		WHERE e.tenant_id = c.tenant_id AND e.case_id = c.id AND e.data ? 'outcome' ORDER BY e.seq DESC LIMIT 1))) THEN
		RAISE insufficient_privilege USING MESSAGE = 'a case moves by its events';
	END IF;
	RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER case_file_told AFTER UPDATE OF state, outcome ON case_file
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (current_user IN ('skranke_citizen', 'skranke_desk', 'skranke_clock')
	AND (OLD.state IS DISTINCT FROM NEW.state OR OLD.outcome IS DISTINCT FROM NEW.outcome))
    EXECUTE FUNCTION case_file_told();

-- No program has a case removed at once, with its chain.
CREATE FUNCTION case_file_kept() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	IF current_user IN ('skranke_citizen', 'skranke_desk', 'skranke_clock') AND NEW.closed_at IS NOT NULL
	    AND NEW.remove_at IS DISTINCT FROM OLD.remove_at AND NEW.remove_at < now() + interval '23 hours' THEN
		RAISE insufficient_privilege USING MESSAGE = 'a case is kept for a day at least';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER case_file_kept BEFORE UPDATE OF remove_at ON case_file
    FOR EACH ROW EXECUTE FUNCTION case_file_kept();

-- The applicant's program changes whom a case speaks of, and what else came with the answers, only while
-- answers were asked for.
CREATE FUNCTION case_file_asked() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	IF current_user = 'skranke_citizen' AND NOT EXISTS (SELECT FROM deficiency d
	    WHERE d.tenant_id = OLD.tenant_id AND d.case_id = OLD.id AND d.closed_at IS NULL) THEN
		RAISE insufficient_privilege USING MESSAGE = 'answers change only when they were asked for';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER case_file_asked BEFORE UPDATE OF persons, warnings, columns ON case_file
    FOR EACH ROW EXECUTE FUNCTION case_file_asked();

-- ---- who is disqualified ----

CREATE TRIGGER impartial BEFORE INSERT OR UPDATE ON case_clock FOR EACH ROW EXECUTE FUNCTION case_impartial();
CREATE TRIGGER impartial BEFORE INSERT OR UPDATE ON case_interval FOR EACH ROW EXECUTE FUNCTION case_impartial();

CREATE FUNCTION case_file_impartial_end() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF session_desk_user() IS NOT NULL AND (NEW.decided_at, NEW.closed_at, NEW.remove_at, NEW.ball)
	    IS DISTINCT FROM (OLD.decided_at, OLD.closed_at, OLD.remove_at, OLD.ball)
	    AND case_disqualified(NEW.id) IS NOT NULL THEN
		RAISE EXCEPTION 'a disqualified desk user acts in a case' USING ERRCODE = 'SKR06';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER impartial_end BEFORE UPDATE OF decided_at, closed_at, remove_at, ball ON case_file
    FOR EACH ROW EXECUTE FUNCTION case_file_impartial_end();

-- Why a colleague may not act is told of cases that one sees oneself.
CREATE OR REPLACE FUNCTION case_disqualified(p_case uuid, p_user uuid DEFAULT NULL) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF p_user IS NOT NULL AND p_user IS DISTINCT FROM session_desk_user() AND NOT session_sees(p_case) THEN
		RETURN NULL;
	END IF;
	RETURN (SELECT desk_user_disqualified(coalesce(p_user, s.desk_user_id), s.tenant_id, p_case)
	    FROM session_now s WHERE s.desk_user_id IS NOT NULL);
END $$;

CREATE OR REPLACE FUNCTION desk_user_may_work(p_user uuid, p_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN session_sees(p_case) AND desk_user_may_write(p_user, p_case)
	    AND (SELECT desk_user_disqualified(p_user, c.tenant_id, c.id) FROM case_file c WHERE c.id = p_case) IS NULL;
END $$;

CREATE OR REPLACE FUNCTION case_present(p_case uuid) RETURNS TABLE (name text, what text, at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	IF NOT session_sees(p_case) THEN
		RETURN;
	END IF;
	RETURN QUERY SELECT u.name, l.what, l.at
	    FROM (SELECT DISTINCT ON (a.desk_user_id) a.desk_user_id, a.what, a.at
		FROM access_log a
		WHERE a.tenant_id = session_tenant() AND a.case_id = p_case
		  AND a.at > now() - interval '5 minutes' AND a.desk_user_id <> session_desk_user()
		ORDER BY a.desk_user_id, a.at DESC) l
	    JOIN desk_user u ON u.id = l.desk_user_id
	    ORDER BY l.at DESC;
END $$;

-- ---- who only reads writes nothing that is of a case ----

DO $$
DECLARE
	t text;
	cmd text;
BEGIN
	FOREACH t IN ARRAY ARRAY['outbox', 'deadline', 'case_clock', 'case_interval', 'case_address'] LOOP
		EXECUTE format($p$CREATE POLICY desk_may_add ON %1$I AS RESTRICTIVE FOR INSERT TO skranke_desk
		    WITH CHECK (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = %1$I.tenant_id AND c.id = %1$I.case_id
			AND c.service = ANY ((SELECT session_services(true))::text[])))$p$, t);
	END LOOP;
	EXECUTE $p$CREATE POLICY desk_may_change ON deadline AS RESTRICTIVE FOR UPDATE TO skranke_desk
	    USING (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = deadline.tenant_id AND c.id = deadline.case_id
		AND c.service = ANY ((SELECT session_services(true))::text[])))$p$;
END $$;

-- ---- registering for somebody is no way to ask who has a number ----

-- When a number and a name did not belong together, whose question it was: no number, no name.
CREATE TABLE register_refusal (
	tenant_id	text NOT NULL REFERENCES tenant,
	desk_user_id	uuid NOT NULL REFERENCES desk_user ON DELETE CASCADE,
	at		timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX register_refusal_whose ON register_refusal (tenant_id, desk_user_id, at);
ALTER TABLE register_refusal ENABLE ROW LEVEL SECURITY;
ALTER TABLE register_refusal FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON register_refusal TO skranke_owner USING (true) WITH CHECK (true);

-- Is it the same name?  All of the shorter one stands in the longer, and of a name that we know with a
-- family name more than one word was typed.
CREATE FUNCTION names_agree(p_known text, p_typed text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
	SELECT (name_words(p_known) @> name_words(p_typed) OR name_words(p_typed) @> name_words(p_known))
	    AND cardinality(ARRAY(SELECT DISTINCT unnest(name_words(p_typed))))
		>= least(2, cardinality(name_words(p_known)))
$$;

-- As before; also refused: 'often', 20 questions were refused in the last hour.  A refusal is to be
-- committed, so that it counts.
CREATE OR REPLACE FUNCTION person_register(p_pid text, p_name text, OUT id uuid, OUT refused text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	me uuid := session_desk_user();
	t text := session_tenant();
	p person;
BEGIN
	IF session_registers() IS NOT TRUE THEN
		RAISE insufficient_privilege USING MESSAGE = 'person_register asks for a caseworker';
	END IF;
	DELETE FROM register_refusal f WHERE f.tenant_id = t AND f.desk_user_id = me
	    AND f.at < now() - interval '1 hour';
	IF (SELECT count(*) FROM register_refusal f WHERE f.tenant_id = t AND f.desk_user_id = me) >= 20 THEN
		refused := 'often';
		RETURN;
	END IF;
	INSERT INTO person AS n (pid, name) VALUES (p_pid, p_name)
	ON CONFLICT (pid) DO UPDATE SET name = coalesce(n.name, excluded.name) RETURNING * INTO p;
	IF EXISTS (SELECT FROM desk_user u WHERE u.id = me AND u.person_id = p.id) THEN
		refused := 'self';
	ELSIF NOT names_agree(p.name, p_name) THEN
		refused := 'name';
	ELSIF p.graded IS NOT NULL AND NOT session_graded() THEN
		refused := 'graded';
	ELSE
		id := p.id;
		RETURN;
	END IF;
	INSERT INTO register_refusal (tenant_id, desk_user_id) VALUES (t, me);
END $$;
