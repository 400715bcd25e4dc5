-- 0076_journal_message: a letter that is written freely is journaled as what a service calls messages; its own title may tell too much.
CREATE FUNCTION release_journal_message() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	INSERT INTO release_journal_title (release_id, kind, id, title)
	VALUES (NEW.release_id, 'letter', 'message', NEW.title) ON CONFLICT DO NOTHING;
	RETURN NULL;
END $$;
CREATE TRIGGER message AFTER INSERT ON release_journal_title FOR EACH ROW
    WHEN (NEW.kind = 'event' AND NEW.id = 'message') EXECUTE FUNCTION release_journal_message();
INSERT INTO release_journal_title (release_id, kind, id, title)
SELECT release_id, 'letter', id, title FROM release_journal_title WHERE kind = 'event' AND id = 'message'
ON CONFLICT DO NOTHING;
REVOKE ALL ON FUNCTION release_journal_message() FROM PUBLIC;
ALTER FUNCTION release_journal_message() OWNER TO skranke_owner;
