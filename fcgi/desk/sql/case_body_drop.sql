-- case_body_drop: a letter that does not belong there, before the result is registered
-- role: skranke_desk
-- in: $1 case id, $2 attachment id
-- out: none
DELETE FROM attachment
 WHERE tenant_id = current_setting('skranke.tenant', true) AND case_id = $1::uuid AND id = $2::uuid
   AND kind = 'body'
