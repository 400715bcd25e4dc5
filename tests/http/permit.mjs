/* permit.mjs - the case of a building permission that is given, for what follows it */
import { sql } from '../harness/stack.mjs';

/* Kari, who has been logged in, may build a garage; or what else was decided. */
export function permit(outcome = 'grant') {
	const ref = sql(`INSERT INTO case_file (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, state, outcome, decided_at, code, ball)
		SELECT gen_random_uuid(), '9998', case_ref('BYG'), r.service, r.id, gen_random_uuid(), p.id,
		    '<tiltak-uten-ansvarsrett><tiltakstype>garasje</tiltakstype><beskrivelse>Dobbel garasje</beskrivelse><eiendom>
		    <kommunenummer>9998</kommunenummer><gardsnummer>12</gardsnummer><bruksnummer>34</bruksnummer><adresse>Strandgata 14</adresse>
		    </eiendom></tiltak-uten-ansvarsrett>'::xml, 'decided', '${outcome}', now(), md5(random()::text), 'applicant'
		FROM template_release r, person p WHERE r.service = 'tiltak-uten-ansvarsrett' AND r.in_force AND p.name = 'Kari Nordmann' RETURNING ref`)[0][0];
	sql(`INSERT INTO case_event (tenant_id, case_id, event, to_state, actor, actor_id)
		SELECT tenant_id, id, 'submit', state, 'applicant', person_id FROM case_file WHERE ref = '${ref}'`);
	return ref;
}
