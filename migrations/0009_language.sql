-- The language that a person reads in: chosen here, or until then what the first login said.

SET LOCAL ROLE skranke_owner;

UPDATE person SET language = NULL WHERE language NOT IN ('nb', 'nn', 'en', 'se');
ALTER TABLE person ADD CONSTRAINT person_language CHECK (language IN ('nb', 'nn', 'en', 'se'));

-- what a letter is written in, for the lists it stands in; the letters there are say so themselves
ALTER TABLE document ADD COLUMN language text NOT NULL DEFAULT 'nb'
    CHECK (language IN ('nb', 'nn', 'en', 'se'));

DROP FUNCTION session_use();
-- Who is asking?  None or one row; notes that the session is in use, at most once a minute and
-- never waiting for another request of the same session.
CREATE FUNCTION session_use()
RETURNS TABLE (session_id uuid, client text, person_id uuid, desk_user_id uuid, name text,
    csrf text, acr text, role text, language text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
	s session_now;
BEGIN
	SELECT * INTO s FROM session_now;
	IF s.id IS NULL THEN
		RETURN;
	END IF;
	IF s.seen_at < now() - interval '60 seconds' THEN
		UPDATE session SET seen_at = now() WHERE id =
		    (SELECT t.id FROM session t WHERE t.id = s.id FOR UPDATE SKIP LOCKED);
	END IF;
	RETURN QUERY SELECT s.id, s.client, s.person_id, s.desk_user_id,
	    coalesce(u.name, p.name), s.csrf, s.acr, u.role, p.language
	    FROM (SELECT) one
	    LEFT JOIN person p ON p.id = s.person_id
	    LEFT JOIN desk_user u ON u.id = s.desk_user_id;
END $$;
GRANT EXECUTE ON FUNCTION session_use() TO skranke_citizen, skranke_desk, skranke_api;

-- login: the person with this identity number, made when new; what is not NULL replaces, but for the
-- language: that is the person's own choice once there is one.
CREATE OR REPLACE FUNCTION person_seen(p_pid text, p_name text, p_email text, p_phone text, p_language text)
RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	found_id uuid;
BEGIN
	INSERT INTO person AS p (pid, name, email, phone, language)
	VALUES (p_pid, p_name, p_email, p_phone, p_language)
	ON CONFLICT (pid) DO UPDATE SET name = coalesce(excluded.name, p.name),
	    email = coalesce(excluded.email, p.email), phone = coalesce(excluded.phone, p.phone),
	    language = coalesce(p.language, excluded.language)
	RETURNING p.id INTO found_id;
	RETURN found_id;
END $$;
