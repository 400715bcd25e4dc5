/*
 * Which way a letter goes next.  Nothing is remembered here: the deliveries of the round say what
 * has been tried, the receiver and the municipality's transports what there is to try.
 */
#include "mail/transports.h"
#include "postman/postman.h"

#include "base/log.h"

static void
add(struct ways *w, struct transport *t, bool print, bool letter)
{
	struct str channel = str_from_z(transport_channel(t));

	for (size_t i = 0; i < w->n; i++)
		if (w->v[i].print == print && str_eq(w->v[i].channel, channel))
			return;
	if (w->n < WAYS_MOST)
		w->v[w->n++] = (struct way){ t, channel, print, letter,
			transport_can(t, MAIL_ASK) };
}

/* On paper, where an address is known and may be used. */
static void
add_print(const struct postman *p, const struct stand *s, struct str tenant, struct ways *w)
{
	struct transport *const *v;
	const char *no = s->to.judgement.no_paper;
	size_t n;

	if (no[0] != '\0') {
		w->none = str_eq_z(STR("graded"), no) ? TROUBLE_GRADED :
		    TROUBLE_NO_PAPER;
		return;
	}
	n = p->press == NULL || s->orgnr.n == 0 ? 0 :
	    transports_of(p->transports, tenant, MAIL_PRINT, &v);
	for (size_t i = 0; i < n; i++)
		add(w, v[i], true, true);
	if (n == 0)
		w->none = TROUBLE_NO_TRANSPORT;
}

/* A transport that takes letters finds its receiver itself; a notice needs an address. */
static void
add_electronic(const struct postman *p, const struct stand *s, struct str tenant,
    struct str email, struct ways *w)
{
	bool letters = p->press != NULL && s->known && !s->reminder && s->to.pid.n > 0 &&
	    s->orgnr.n > 0;
	struct transport *const *v;
	size_t n = transports_of(p->transports, tenant, MAIL_ELECTRONIC, &v);

	for (size_t i = 0; i < n; i++)
		if (letters && transport_can(v[i], MAIL_DIGITAL))
			add(w, v[i], false, true);
		else if (email.n > 0 && transport_can(v[i], MAIL_NOTICE))
			add(w, v[i], false, false);
}

static void
find_for_person(const struct postman *p, const struct stand *s, struct str tenant, struct ways *w)
{
	const struct contact_judgement *j = &s->to.judgement;

	if (s->paper.n > 0 || j->way == CONTACT_PRINT) {
		add_print(p, s, tenant, w);
		return;
	}
	if (j->way != CONTACT_DIGITAL) {
		w->none = trouble_of_code(str_from_z(j->why));
		return;
	}
	add_electronic(p, s, tenant, j->email, w);
	w->none = TROUBLE_NO_ADDRESS;
	if (s->reach)
		add_print(p, s, tenant, w);
}

void
ways_find(const struct postman *p, const struct stand *s, struct str tenant, struct ways *out)
{
	*out = (struct ways){ .none = TROUBLE_NO_TRANSPORT };
	if (s->to_body) {
		add_electronic(p, s, tenant, s->body_email, out);
		if (s->body_email.n == 0)
			out->none = TROUBLE_NO_BODY;
	} else if (s->known) {
		find_for_person(p, s, tenant, out);
	}
}

static const struct tried *
tried_by(const struct stand *s, const struct way *w)
{
	for (size_t i = 0; i < s->ntried; i++)
		if (str_eq(s->tried[i].channel, w->channel) && s->tried[i].print == w->print)
			return &s->tried[i];
	return NULL;
}

static const struct way *
way_of(const struct ways *ways, const struct tried *t)
{
	for (size_t i = 0; i < ways->n; i++)
		if (str_eq(ways->v[i].channel, t->channel) && ways->v[i].print == t->print)
			return &ways->v[i];
	return NULL;
}

/* A delivery that is neither over nor free to be begun again decides alone what comes next. */
static bool
in_the_air(const struct stand *s, const struct ways *ways, struct step *out)
{
	for (size_t i = 0; i < s->ntried; i++) {
		const struct tried *t = &s->tried[i];

		if (str_eq_z(t->state, "sent") || str_eq_z(t->state, "arrived"))
			*out = (struct step){ .next = NEXT_DONE, .tried = t };
		else if (str_eq_z(t->state, "sending") || str_eq_z(t->state, "uncertain"))
			*out = (struct step){ .next = NEXT_ASK, .tried = t,
			    .way = way_of(ways, t) };
		else
			continue;
		return true;
	}
	return false;
}

static struct step
nothing_left(const struct stand *s, const struct ways *ways)
{
	enum trouble why = ways->none;

	if (ways->n == 0 && !s->to_body && s->paper.n == 0 && !s->reach)
		return (struct step){ .next = NEXT_LIES };
	if (ways->n > 0 && s->ntried > 0)
		why = trouble_of_code(s->tried[s->ntried - 1].code);
	return (struct step){ .next = NEXT_PERSON, .trouble = why };
}

struct step
way_next(const struct stand *s, const struct ways *ways)
{
	struct step step;

	if (in_the_air(s, ways, &step))
		return step;
	if (str_eq_z(s->paper, "unread") && s->opened)
		return (struct step){ .next = NEXT_DONE };
	if (s->known && s->to.judgement.way == CONTACT_LATER)
		return (struct step){ .next = NEXT_LATER };
	for (size_t i = 0; i < ways->n; i++) {
		const struct tried *t = tried_by(s, &ways->v[i]);

		if (t == NULL || !t->given_up)
			return (struct step){ .next = NEXT_SEND, .way = &ways->v[i], .tried = t,
			    .last = i + 1 == ways->n };
	}
	return nothing_left(s, ways);
}
