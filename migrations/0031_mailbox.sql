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

-- Does a letter have all of these words?  For those who search in their own: a few hundred at the most,
-- so each is read as it stands.
CREATE FUNCTION letter_has(p_words text, p_title text, p_content bytea) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	text text := words_plain(p_title || ' ' || regexp_replace(convert_from(p_content, 'UTF8'), '<[^>]*>', ' ', 'g'));
BEGIN
	text := replace(replace(replace(text, '&lt;', '<'), '&gt;', '>'), '&amp;', '&');
	RETURN NOT EXISTS (SELECT FROM regexp_split_to_table(words_plain(p_words), '\s+') w
	    WHERE position(w IN text) = 0);
END $$;
REVOKE ALL ON FUNCTION letter_has(text, text, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION letter_has(text, text, bytea) TO skranke_citizen;

-- Is this the hash of a PDF of this municipality's letters?  Yes or no, and nothing more.
CREATE FUNCTION letter_check(p_sha256 text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN EXISTS (SELECT FROM document_pdf p
	    WHERE p.sha256 = p_sha256 AND p.tenant_id = current_setting('skranke.tenant', true));
END $$;
REVOKE ALL ON FUNCTION letter_check(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION letter_check(text) TO skranke_citizen;

-- ---- what staff do about a letter ----

CREATE TRIGGER impartial BEFORE INSERT OR UPDATE ON mail_task FOR EACH ROW EXECUTE FUNCTION case_impartial();

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
	PERFORM print_address_put(c.tenant_id, c.person_id, p_address, 'desk', session_desk_user())
	    FROM case_file c WHERE c.tenant_id = p_task.tenant_id AND c.id = p_task.case_id;
END $$;
REVOKE ALL ON FUNCTION mail_task_address(mail_task, jsonb) FROM PUBLIC;

-- desk: what a person does about it, once; false: somebody has done it already.
--   again    try to send it once more          address  to the address given, on paper
--   paper    printed and posted by hand, on the day given   told     told of otherwise, on that day
-- p_facts: {"line1", "line2", "postcode", "city", "country"} or {"day"}.  mail_again() and
-- print_address_put() come with the postman and the contact register (0030, 0032).
CREATE FUNCTION mail_task_close(p_task uuid, p_how text, p_facts jsonb) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	t mail_task;
	day date := nullif(p_facts ->> 'day', '')::date;
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
		IF NOT mail_again(t.outbox_id, CASE p_how WHEN 'address' THEN 'asked' END) THEN
			RAISE serialization_failure USING MESSAGE = 'the letter is being sent at this moment';
		END IF;
	ELSE
		PERFORM mail_task_by_hand(t, CASE p_how WHEN 'paper' THEN 'printed' ELSE 'notified' END, day);
	END IF;
	RETURN true;
END $$;
REVOKE ALL ON FUNCTION mail_task_close(uuid, text, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mail_task_close(uuid, text, jsonb) TO skranke_desk;
