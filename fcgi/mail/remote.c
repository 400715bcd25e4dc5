#include "mail/remote.h"

#include <ctype.h>

#include "base/arena.h"
#include "json/json.h"
#include "mail/settings.h"

#define MOST_CODE	64
#define KINDS		(MAIL_FAILED + 1)

/* A code is one word; what is not may be about somebody. */
static struct str
code_in(struct arena *a, struct str body, const char *member)
{
	struct str code = json_text(a, json_read(a, body), member);

	for (size_t i = 0; i < code.n; i++)
		if (!isalnum((unsigned char)code.p[i]) && code.p[i] != '-' && code.p[i] != '_' &&
		    code.p[i] != '.')
			return STR_NONE;
	return code.n <= MOST_CODE ? code : STR_NONE;
}

struct mail_answer
remote_refusal(struct arena *a, const char *who, const struct machine_answer *got,
    const char *member)
{
	struct str code = code_in(a, got->body, member), line;

	if (got->status == 0) {
		line = str_fmt(a, "%s: %s", who, got->trouble);
		return got->begun ? answer_no(MAIL_UNCERTAIN, "uncertain", line) :
		    answer_no(MAIL_RETRY_LATER, "away", line);
	}
	line = str_fmt(a, "%s %ld%s" STR_FMT, who, got->status, code.n > 0 ? ", " : "",
	    STR_ARG(code));
	switch (got->status) {
	case 401: case 403: case 404: case 405: case 407:
		return answer_no(MAIL_RETRY_LATER, "settings", line);
	case 408: case 429:
		return answer_no(MAIL_RETRY_LATER, "away", line);
	default:
		break;
	}
	if (got->status >= 400 && got->status < 500)
		return answer_no(MAIL_REFUSED, "refused", line);
	return answer_no(MAIL_UNCERTAIN, "uncertain", line);
}

struct mail_answer
remote_no_token(enum err e)
{
	if (e == ERR_CONFIG)
		return answer_no(MAIL_RETRY_LATER, "settings", STR("maskinporten refused us"));
	return answer_no(MAIL_RETRY_LATER, "away", STR("maskinporten is away"));
}

struct mail_answer
remote_no_call(void)
{
	return answer_no(MAIL_RETRY_LATER, "settings", STR("an address may not be asked"));
}

struct mail_answer
remote_not_known(struct arena *a, const char *who, enum err e, const struct machine_answer *got)
{
	struct mail_answer no = e != ERR_OK ? remote_no_token(e) :
	    answer_no(MAIL_UNCERTAIN, "away", got->status == 0 ?
	    str_fmt(a, "%s: %s", who, got->trouble) : str_fmt(a, "%s %ld", who, got->status));

	no.outcome = MAIL_UNCERTAIN;
	return no;
}

struct mail_answer
remote_events(struct arena *a, struct str reference, unsigned proves, int64_t at,
    const char *detail)
{
	struct mail_event *v = arena_alloc(a, KINDS * sizeof *v);
	struct mail_answer yes = answer_sent(reference);

	for (unsigned k = 0; k < KINDS; k++)
		if ((proves & PROVES(k)) != 0)
			v[yes.nevents++] = (struct mail_event){ (enum mail_event_kind)k, at,
				str_from_z(detail) };
	yes.events = v;
	return yes;
}

void
remote_set_times(struct mail_answer *answer, enum mail_event_kind last, int64_t at)
{
	struct mail_event *v = (struct mail_event *)(uintptr_t)answer->events;

	for (size_t i = 0; i < answer->nevents; i++)
		if (v[i].what <= last && v[i].at > at)
			v[i].at = at;
}
