#include "page/day.h"

#include "base/time.h"
#include "form/form.h"

bool
page_day_read(const struct req *r, struct str typed, struct str *iso)
{
	struct form_world w = { .now_at = time_now_at() };
	struct date d;

	if (time_date_read(typed, &d)) {
		*iso = typed;
		return true;
	}
	w.today = time_day(time_oslo_date(w.now_at));
	return form_type_read(r->a, FORM_DAY, typed, &w, iso);
}
