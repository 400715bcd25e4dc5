/* How a person may be reached: eForvaltningsforskriften §§ 8, 9, 32. */
#include "../t.h"

#include "base/time.h"
#include "register/contact.h"

#define DAY	(INT64_C(86400) * 1000000)

static int64_t
at(int year, int month, int day)
{
	return time_day((struct date){ year, month, day }) * DAY + DAY / 2;
}

static int64_t now;

/* Active, not reserved, both channels fresh, a postal address known. */
static struct contact_facts
reachable(void)
{
	now = at(2026, 11, 22);
	return (struct contact_facts){ .asks = true, .answered_at = now - 60 * INT64_C(1000000),
		.notifiable = true,
		.email = { STR("a@example.no"), at(2020, 1, 1), at(2026, 5, 1) },
		.phone = { STR("+4799999999"), at(2026, 5, 1), 0 }, .language = STR("nn"),
		.own_email = STR("own@example.no"), .addressed = true, .must_reach = true,
		.asked_at = now };
}

#define expect(f, want_way, want_why) do { \
	contact_judge(&(f), now, &j); \
	assert_int_equal(j.way, want_way); \
	assert_string_equal(j.why, want_why); \
} while (0)

static void
who_can_be_notified_is_told_digitally_by_every_fresh_channel(void **state)
{
	struct contact_facts f = reachable();
	struct contact_judgement j;

	(void)state;
	expect(f, CONTACT_DIGITAL, "");
	assert_str(j.email, "a@example.no");
	assert_str(j.phone, "+4799999999");
	assert_str(j.language, "nn");
	assert_string_equal(j.no_paper, "");
}

static void
a_channel_is_used_for_eighteen_months_and_not_a_day_longer(void **state)
{
	struct contact_facts f = reachable();
	struct contact_judgement j;

	(void)state;
	f.email.verified_at = at(2025, 5, 22);
	expect(f, CONTACT_DIGITAL, "");
	assert_str(j.email, "a@example.no");
	f.email.verified_at = at(2025, 5, 21);
	expect(f, CONTACT_DIGITAL, "");
	assert_str(j.email, "");
	assert_str(j.phone, "+4799999999");
	f.phone.updated_at = at(2025, 5, 21);
	expect(f, CONTACT_PRINT, "stale-contact");
	assert_str(j.email, "");
	assert_str(j.phone, "");
	f.email.updated_at = at(2026, 1, 1);	/* changed later than it was verified */
	expect(f, CONTACT_DIGITAL, "");
	f.email.updated_at = f.email.verified_at = 0;	/* never either */
	expect(f, CONTACT_PRINT, "stale-contact");
}

static void
eighteen_months_from_the_end_of_a_long_month_end_with_the_short_one(void **state)
{
	struct contact_facts f = reachable();
	struct contact_judgement j;

	(void)state;
	f.phone.address = STR_NONE;
	now = at(2026, 8, 31);
	f.answered_at = now;
	f.email.verified_at = at(2025, 2, 28);
	expect(f, CONTACT_DIGITAL, "");
	f.email.verified_at = at(2025, 2, 27);
	expect(f, CONTACT_PRINT, "stale-contact");
}

static void
who_is_reserved_gets_paper(void **state)
{
	struct contact_facts f = reachable();
	struct contact_judgement j;

	(void)state;
	f.reserved = true;
	expect(f, CONTACT_PRINT, "reserved");
	assert_str(j.email, "");
	assert_str(j.phone, "");
}

static void
who_cannot_be_notified_gets_paper(void **state)
{
	struct contact_facts f = reachable();
	struct contact_judgement j;

	(void)state;
	f.notifiable = false;
	expect(f, CONTACT_PRINT, "cannot-be-notified");
	f.notifiable = true;
	f.status = CONTACT_DELETED;
	expect(f, CONTACT_PRINT, "no-contact");
	f.status = CONTACT_UNREGISTERED;
	expect(f, CONTACT_PRINT, "no-contact");
	f.status = CONTACT_ACTIVE;
	f.email.address = f.phone.address = STR_NONE;
	expect(f, CONTACT_PRINT, "no-contact");
}

static void
paper_without_an_address_is_a_task(void **state)
{
	struct contact_facts f = reachable();
	struct contact_judgement j;

	(void)state;
	f.reserved = true;
	f.addressed = false;
	expect(f, CONTACT_PERSON, "no-address");
}

static void
a_graded_address_is_never_printed_even_where_one_is_known(void **state)
{
	struct contact_facts f = reachable();
	struct contact_judgement j;

	(void)state;
	f.graded = true;
	expect(f, CONTACT_DIGITAL, "");
	assert_string_equal(j.no_paper, "graded");
	f.reserved = true;
	expect(f, CONTACT_PERSON, "graded");
	f.asks = false;
	f.own_email = STR_NONE;
	expect(f, CONTACT_DIGITAL, "no-contact");
	assert_string_equal(j.no_paper, "graded");
}

static void
a_receipt_of_what_was_sent_in_here_never_goes_on_paper(void **state)
{
	struct contact_facts f = reachable();
	struct contact_judgement j;

	(void)state;
	f.must_reach = false;
	f.reserved = true;
	expect(f, CONTACT_DIGITAL, "");
	assert_str(j.email, "a@example.no");
	f.notifiable = false;
	expect(f, CONTACT_DIGITAL, "cannot-be-notified");
	assert_str(j.email, "");
}

static void
an_old_answer_holds_for_days_then_the_letter_waits_then_a_person_is_asked(void **state)
{
	struct contact_facts f = reachable();
	struct contact_judgement j;

	(void)state;
	f.answered_at = now - 7 * DAY;
	expect(f, CONTACT_DIGITAL, "");
	f.answered_at -= 1;
	expect(f, CONTACT_LATER, "register-away");
	f.answered_at = 0;
	expect(f, CONTACT_LATER, "register-away");
	f.asked_at = now - 3 * DAY - 1;
	expect(f, CONTACT_PERSON, "register-away");
	f.answered_at = now - 9 * DAY;
	f.old_days = 9;
	expect(f, CONTACT_DIGITAL, "");
}

static void
without_a_register_people_are_reached_as_they_have_said(void **state)
{
	struct contact_facts f = reachable();
	struct contact_judgement j;

	(void)state;
	f.asks = false;
	f.reserved = true;			/* of no register, so of nobody */
	expect(f, CONTACT_DIGITAL, "");
	assert_str(j.email, "own@example.no");
	f.own_email = STR_NONE;
	expect(f, CONTACT_DIGITAL, "no-contact");
}

TESTS(cmocka_unit_test(who_can_be_notified_is_told_digitally_by_every_fresh_channel),
    cmocka_unit_test(a_channel_is_used_for_eighteen_months_and_not_a_day_longer),
    cmocka_unit_test(eighteen_months_from_the_end_of_a_long_month_end_with_the_short_one),
    cmocka_unit_test(who_is_reserved_gets_paper),
    cmocka_unit_test(who_cannot_be_notified_gets_paper),
    cmocka_unit_test(paper_without_an_address_is_a_task),
    cmocka_unit_test(a_graded_address_is_never_printed_even_where_one_is_known),
    cmocka_unit_test(a_receipt_of_what_was_sent_in_here_never_goes_on_paper),
    cmocka_unit_test(an_old_answer_holds_for_days_then_the_letter_waits_then_a_person_is_asked),
    cmocka_unit_test(without_a_register_people_are_reached_as_they_have_said))
