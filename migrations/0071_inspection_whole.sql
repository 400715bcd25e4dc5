-- A remark that is open in a case is open for what follows it, too: a certificate waits for the permission's remarks.

SET LOCAL ROLE skranke_owner;

CREATE OR REPLACE VIEW case_said WITH (security_invoker) AS
SELECT tenant_id, case_id, string_agg(line, E'\n' ORDER BY line) AS lines
FROM (SELECT k.tenant_id, k.case_id, concat_ws(E'\t', k.kind, k.id, k.said) AS line FROM case_check k
	UNION ALL
	SELECT c.tenant_id, c.id, E'inspection\topen\t' || count(*) FROM case_file c
	JOIN inspection_remark r ON r.tenant_id = c.tenant_id AND r.case_id IN (c.id, c.parent_id)
	WHERE r.closed_on IS NULL GROUP BY c.tenant_id, c.id) x
GROUP BY tenant_id, case_id;
