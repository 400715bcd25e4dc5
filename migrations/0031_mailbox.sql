-- «Min postkasse», and what staff do about a letter that did not arrive.

SET LOCAL ROLE skranke_owner;

-- ---- the mailbox ----

-- When a letter was first opened is proof; the party's own mark that it is to be read again is not.
ALTER TABLE document ADD COLUMN kept_unread boolean NOT NULL DEFAULT false;
GRANT UPDATE (kept_unread) ON document TO skranke_citizen;

CREATE FUNCTION document_read_once() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	IF OLD.read_at IS NOT NULL THEN
		NEW.read_at := OLD.read_at;
	ELSIF current_user = 'skranke_citizen' AND NEW.read_at IS NOT NULL THEN
		NEW.read_at := now();
	END IF;
	RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION document_read_once() FROM PUBLIC;
CREATE TRIGGER document_read_once BEFORE UPDATE OF read_at ON document
    FOR EACH ROW EXECUTE FUNCTION document_read_once();

-- What a letter says, for those who search in their own: a few hundred at the most, so it is read as
-- it stands.
CREATE FUNCTION letter_words(p_title text, p_content bytea) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = public, pg_temp AS $$
BEGIN
	RETURN words_plain(p_title || ' ' || translate(regexp_replace(regexp_replace(
	    convert_from(p_content, 'UTF8'), '<[^>]*>', ' ', 'g'), '&amp;', '&', 'g'), E'\n\t', '  '));
END $$;

-- Is this the hash of a PDF of this municipality's letters?  Yes or no, and nothing more.
CREATE FUNCTION letter_check(p_sha256 text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN EXISTS (SELECT FROM document_pdf p
	    WHERE p.sha256 = p_sha256 AND p.tenant_id = current_setting('skranke.tenant', true));
END $$;
REVOKE ALL ON FUNCTION letter_check(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION letter_check(text) TO skranke_citizen;

-- ---- where paper goes ----

-- A person's address as a municipality knows it: of its register, or typed by staff.  Never of one whose
-- address is graded.
CREATE TABLE postal_address (
	tenant_id	text NOT NULL REFERENCES tenant,
	person_id	uuid NOT NULL REFERENCES person ON DELETE CASCADE,
	line1		text NOT NULL CHECK (length(btrim(line1)) BETWEEN 1 AND 100),
	line2		text NOT NULL DEFAULT '' CHECK (length(line2) <= 100),
	postcode	text NOT NULL CHECK (postcode ~ '^[0-9A-Za-z -]{3,10}$'),
	city		text NOT NULL CHECK (length(btrim(city)) BETWEEN 1 AND 60),
	country		text NOT NULL DEFAULT 'NO' CHECK (country ~ '^[A-Z]{2}$'),
	source		text NOT NULL CHECK (source IN ('desk', 'register')),
	given_by	uuid REFERENCES desk_user,
	given_at	timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (tenant_id, person_id),
	CHECK ((source = 'desk') = (given_by IS NOT NULL)),
	CHECK (country <> 'NO' OR postcode ~ '^[0-9]{4}$')
);
ALTER TABLE postal_address ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON postal_address TO skranke_owner USING (true) WITH CHECK (true);
GRANT SELECT ON postal_address TO skranke_desk, skranke_postman;
CREATE POLICY by_case ON postal_address FOR SELECT TO skranke_postman
    USING (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = postal_address.tenant_id
	AND c.person_id = postal_address.person_id));
CREATE POLICY desk_read ON postal_address FOR SELECT TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = postal_address.tenant_id
	    AND c.person_id = postal_address.person_id));

CREATE FUNCTION postal_address_graded() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF TG_TABLE_NAME = 'person' THEN
		DELETE FROM postal_address WHERE person_id = NEW.id;
	ELSIF persons_graded(ARRAY[NEW.person_id]) THEN
		RAISE check_violation USING MESSAGE = 'a graded address is not kept';
	END IF;
	RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION postal_address_graded() FROM PUBLIC;
CREATE TRIGGER not_graded BEFORE INSERT OR UPDATE ON postal_address
    FOR EACH ROW EXECUTE FUNCTION postal_address_graded();
CREATE TRIGGER address_forgotten AFTER UPDATE OF graded ON person
    FOR EACH ROW WHEN (NEW.graded IS NOT NULL) EXECUTE FUNCTION postal_address_graded();

-- ---- what staff do about a letter ----

CREATE TRIGGER impartial BEFORE INSERT OR UPDATE ON mail_task FOR EACH ROW EXECUTE FUNCTION case_impartial();

-- It is tried once more, from the first way there is; what nobody knew is taken for not arrived, as a
-- person says so.
CREATE FUNCTION mail_task_again(p_outbox uuid, p_print boolean) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
	UPDATE delivery SET state = 'failed', ended_at = now(), error = 'judged by a person', ask_at = NULL
	    WHERE outbox_id = p_outbox AND state IN ('uncertain', 'sending');
	UPDATE outbox SET parked_at = NULL, done_at = NULL, error = NULL, attempts = 0, claimed_until = NULL,
	    next_at = now(), payload = payload || CASE WHEN p_print THEN '{"print": true}' ELSE '{}' END::jsonb
	    WHERE id = p_outbox;
	PERFORM pg_notify('outbox', '');
END $$;
REVOKE ALL ON FUNCTION mail_task_again(uuid, boolean) FROM PUBLIC;

-- It reached the person by hand: proof by the word of who did it, on the day they say.
CREATE FUNCTION mail_task_by_hand(p_task mail_task, p_what text, p_day date) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
	INSERT INTO letter_proof (tenant_id, document_id, what, channel, at, delivery_id, sha256)
	SELECT d.tenant_id, d.id, p_what, 'hand', least(now(), greatest(d.available_at,
	    (p_day + time '12:00') AT TIME ZONE 'Europe/Oslo')), p_task.delivery_id, coalesce(p.sha256, d.sha256)
	FROM document d
	LEFT JOIN document_pdf p ON p.tenant_id = d.tenant_id AND p.document_id = d.id
	WHERE d.id = p_task.document_id
	ON CONFLICT DO NOTHING;
	UPDATE delivery SET state = 'failed', ended_at = now(), error = 'judged by a person', ask_at = NULL
	    WHERE outbox_id = p_task.outbox_id AND state IN ('uncertain', 'sending');
	UPDATE outbox SET parked_at = NULL, done_at = coalesce(done_at, now()), claimed_until = NULL
	    WHERE id = p_task.outbox_id;
END $$;
REVOKE ALL ON FUNCTION mail_task_by_hand(mail_task, text, date) FROM PUBLIC;

-- Addresses are of applicants; a complaint body has its own in the settings.
CREATE FUNCTION mail_task_address(p_task mail_task, p_address jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
	IF EXISTS (SELECT FROM outbox o WHERE o.id = p_task.outbox_id
	    AND o.payload ->> 'to' IS DISTINCT FROM 'applicant') THEN
		RAISE check_violation USING MESSAGE = 'only the party has an address of their own';
	END IF;
	INSERT INTO postal_address AS a (tenant_id, person_id, line1, line2, postcode, city, country, source, given_by)
	SELECT c.tenant_id, c.person_id, p_address ->> 'line1', coalesce(p_address ->> 'line2', ''),
	    p_address ->> 'postcode', p_address ->> 'city', coalesce(p_address ->> 'country', 'NO'), 'desk',
	    session_desk_user()
	FROM case_file c WHERE c.tenant_id = p_task.tenant_id AND c.id = p_task.case_id
	ON CONFLICT (tenant_id, person_id) DO UPDATE SET line1 = excluded.line1, line2 = excluded.line2,
	    postcode = excluded.postcode, city = excluded.city, country = excluded.country,
	    source = excluded.source, given_by = excluded.given_by, given_at = now();
END $$;
REVOKE ALL ON FUNCTION mail_task_address(mail_task, jsonb) FROM PUBLIC;

-- desk: what a person does about it, once; false: somebody has done it already.
--   again    try to send it once more          address  to the address given, on paper
--   paper    printed and posted by hand, on the day given   told     told of otherwise, on that day
-- p_facts: {"line1", "line2", "postcode", "city", "country"} or {"day"}
CREATE FUNCTION mail_task_close(p_task uuid, p_how text, p_facts jsonb) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	t mail_task;
	day date := (p_facts ->> 'day')::date;
BEGIN
	SELECT m.* INTO t FROM mail_task m
	    JOIN case_file c ON c.tenant_id = m.tenant_id AND c.id = m.case_id
	    WHERE m.id = p_task AND m.tenant_id = session_tenant()
	      AND c.service = ANY (session_services(true)) AND (NOT c.graded OR session_graded())
	    FOR UPDATE OF m;
	IF NOT FOUND OR p_how IS NULL OR p_how NOT IN ('again', 'address', 'paper', 'told') THEN
		RAISE insufficient_privilege USING MESSAGE = 'no such task of a case that one may act in';
	END IF;
	IF t.closed_at IS NOT NULL THEN
		RETURN false;
	END IF;
	UPDATE mail_task SET closed_at = now(), closed_by = session_desk_user(), how = p_how WHERE id = p_task;
	IF p_how IN ('paper', 'told') AND (t.document_id IS NULL OR day IS NULL
	    OR day > (now() AT TIME ZONE 'Europe/Oslo')::date) THEN
		RAISE check_violation USING MESSAGE = 'a letter that is there, on a day that has come';
	END IF;
	IF p_how = 'address' THEN
		PERFORM mail_task_address(t, p_facts);
	END IF;
	IF p_how IN ('again', 'address') THEN
		PERFORM mail_task_again(t.outbox_id, p_how = 'address');
	ELSE
		PERFORM mail_task_by_hand(t, CASE p_how WHEN 'paper' THEN 'printed' ELSE 'notified' END, day);
	END IF;
	RETURN true;
END $$;
REVOKE ALL ON FUNCTION mail_task_close(uuid, text, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mail_task_close(uuid, text, jsonb) TO skranke_desk;
