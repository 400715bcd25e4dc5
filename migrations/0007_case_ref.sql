-- The number that people quote on the telephone: PREFIX-YEAR-000123.  Numbers grow over the years and
-- may have gaps: a submission that failed keeps its number, so that nobody waits for another.

SET LOCAL ROLE skranke_owner;

CREATE SEQUENCE case_number;

CREATE FUNCTION case_ref(p_prefix text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	n text := nextval('case_number');
BEGIN
	RETURN p_prefix || '-' || to_char(now() AT TIME ZONE 'Europe/Oslo', 'YYYY') || '-'
	    || lpad(n, greatest(6, length(n)), '0');
END $$;

GRANT EXECUTE ON FUNCTION case_ref(text) TO skranke_citizen;
