#include "lookup/breaker.h"

#include "base/log.h"

bool
breaker_open(struct breaker *b, int64_t now, int64_t rest_ms)
{
	if (b->failed < BREAKER_FAILS)
		return true;
	if (now < b->rest_until)
		return false;
	b->rest_until = now + rest_ms;
	return true;
}

void
breaker_told(struct breaker *b, bool well, int64_t now, int64_t rest_ms)
{
	if (well) {
		if (b->failed >= BREAKER_FAILS)
			log_line(LOG_INFO, "register-back", NULL);
		b->failed = 0;
		return;
	}
	if (b->failed < BREAKER_FAILS && ++b->failed == BREAKER_FAILS)
		log_line(LOG_WARN, "register-rests", NULL);
	b->rest_until = now + rest_ms;
}

bool
limit_take(struct limit *l, pid_t pid, int64_t now)
{
	size_t i = (size_t)pid % LIMIT_KEPT;
	int64_t each = 1000 / LIMIT_PER_SEC;

	if (l->v[i].pid != pid) {
		l->v[i].pid = pid;
		l->v[i].free_at = now;
	}
	if (l->v[i].free_at < now)
		l->v[i].free_at = now;
	if (l->v[i].free_at - now > (LIMIT_BURST - 1) * each)
		return false;
	l->v[i].free_at += each;
	return true;
}
