-- The catalogue of services: what each says of itself, by language, read out of the release when it is stored.
-- What had to stay in bokmål in another language (xml:lang) is not that language's.

SET LOCAL ROLE skranke_owner;

CREATE TABLE release_about (
	release_id	uuid NOT NULL REFERENCES template_release,
	language	text NOT NULL CHECK (language ~ '^[a-z]{2}$'),
	title		text NOT NULL,
	lead		text NOT NULL,
	PRIMARY KEY (release_id, language)
);

CREATE FUNCTION release_about_read(p_release uuid, p_bundle text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	f record;
BEGIN
	IF p_bundle = '' OR NOT xml_is_well_formed_document(p_bundle) THEN
		RETURN;
	END IF;
	FOR f IN SELECT coalesce(substring(t.name, '^([a-z]{2})/'), 'nb') AS language, t.content
	    FROM XMLTABLE(XMLNAMESPACES('urn:skranke:release:1' AS r), '/*/r:file'
	    PASSING (p_bundle::xml) COLUMNS name text PATH '@name', content text PATH '.') t
	    WHERE t.name ~ '^([a-z]{2}/)?service\.xml$' LOOP
		CONTINUE WHEN NOT xml_is_well_formed_document(f.content);
		INSERT INTO release_about (release_id, language, title, lead)
		SELECT p_release, f.language, x.title, coalesce(x.lead, '')
		FROM XMLTABLE(XMLNAMESPACES('urn:skranke:service:1' AS s), '/s:service' PASSING (f.content::xml)
		    COLUMNS title text PATH 'normalize-space(s:title[not(@xml:lang)])', lead text PATH 'normalize-space(s:lead[not(@xml:lang)])') x WHERE x.title <> ''
		ON CONFLICT DO NOTHING;
	END LOOP;
END $$;
CREATE FUNCTION release_about_note() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM release_about_read(NEW.id, NEW.bundle);
	RETURN NULL;
END $$;
CREATE TRIGGER about AFTER INSERT ON template_release FOR EACH ROW EXECUTE FUNCTION release_about_note();
SELECT release_about_read(id, bundle) FROM template_release;

ALTER TABLE release_about ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON release_about TO skranke_owner USING (true) WITH CHECK (true);
GRANT SELECT ON release_about TO skranke_api;
CREATE POLICY all_read ON release_about FOR SELECT TO skranke_api USING (true);
REVOKE ALL ON FUNCTION release_about_read(uuid, text), release_about_note() FROM PUBLIC;

-- a page of the journal is some tens of entries, not the thousand that PostgreSQL would think
ALTER FUNCTION journal_page(boolean, uuid[], uuid, date, uuid, boolean, integer) ROWS 50;
