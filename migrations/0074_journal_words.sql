-- When a case is gone, its people are no longer among the words that its journal entries are found by.

SET LOCAL ROLE skranke_owner;

CREATE FUNCTION journal_unname() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	UPDATE journal_words SET words = journal_words_of(NEW.tenant_id, NEW.case_ref || '-' || NEW.case_n,
	    concat_ws(' ', NEW.case_title, NEW.title)) WHERE tenant_id = NEW.tenant_id AND entry_id = NEW.id;
	RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION journal_unname() FROM PUBLIC;
CREATE TRIGGER journal_unname AFTER UPDATE OF party ON journal_entry FOR EACH ROW
    WHEN (OLD.party IS NOT NULL AND NEW.party IS NULL) EXECUTE FUNCTION journal_unname();
