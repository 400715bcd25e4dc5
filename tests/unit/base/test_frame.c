/* Two ends of a socket in one process; small frames fit in its buffer. */
#include "../t.h"

#include <sys/socket.h>
#include <unistd.h>

#include "base/frame.h"

static struct arena *a;
static int end[2];

static int
set_up(void **state)
{
	(void)state;
	a = arena_new(16 << 20);
	return socketpair(AF_UNIX, SOCK_STREAM, 0, end);
}

static int
tear_down(void **state)
{
	(void)state;
	close(end[0]);
	close(end[1]);
	arena_free(&a);
	return 0;
}

static int64_t
in_ms(int64_t ms)
{
	return frame_clock() + ms;
}

static void
what_is_put_is_got(void **state)
{
	struct frame f;

	(void)state;
	assert_int_equal(frame_put(end[0], FRAME_NAME, STR("brev-1"), in_ms(500)), FRAME_DONE);
	assert_int_equal(frame_put(end[0], FRAME_LETTER, STR(""), in_ms(500)), FRAME_DONE);
	assert_int_equal(frame_get(a, end[1], FRAME_NAME_MOST, in_ms(500), &f), FRAME_DONE);
	assert_int_equal(f.kind, FRAME_NAME);
	assert_str(f.bytes, "brev-1");
	assert_int_equal(frame_get(a, end[1], FRAME_LETTER_MOST, in_ms(500), &f), FRAME_DONE);
	assert_int_equal(f.kind, FRAME_LETTER);
	assert_str(f.bytes, "");
}

static void
a_length_over_the_limit_is_refused_before_it_is_read(void **state)
{
	struct frame f;

	(void)state;
	assert_int_equal(send(end[0], "L\xff\xff\xff\xff", 5, 0), 5);
	assert_int_equal(frame_get(a, end[1], FRAME_LETTER_MOST, in_ms(500), &f), FRAME_LARGE);
}

static void
a_frame_that_is_broken_off_is_told_from_one_that_is_late(void **state)
{
	struct frame f;

	(void)state;
	assert_int_equal(send(end[0], "L\0\0\0\x05hal", 8, 0), 8);
	assert_int_equal(frame_get(a, end[1], 100, in_ms(50), &f), FRAME_LATE);
	assert_int_equal(send(end[0], "L\0\0\0\x05hal", 8, 0), 8);
	shutdown(end[0], SHUT_WR);
	(void)recv(end[1], (char[8]){ 0 }, 8, MSG_DONTWAIT);
	assert_int_equal(frame_get(a, end[1], 100, in_ms(500), &f), FRAME_CLOSED);
}

static void
one_who_does_not_read_holds_nobody_up_for_longer_than_the_time_given(void **state)
{
	size_t n = 4 << 20;
	struct str large = { arena_alloc(a, n), n };
	int64_t began = frame_clock();

	(void)state;
	assert_int_equal(frame_put(end[0], FRAME_MADE, large, in_ms(100)), FRAME_LATE);
	assert_in_range(frame_clock() - began, 90, 2000);
}

static void
a_closed_end_raises_no_signal(void **state)
{
	(void)state;
	shutdown(end[1], SHUT_RDWR);
	close(end[1]);
	assert_int_equal(frame_put(end[0], FRAME_NAME, STR("brev-1"), in_ms(500)), FRAME_CLOSED);
	end[1] = -1;
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
TESTS(T(what_is_put_is_got), T(a_length_over_the_limit_is_refused_before_it_is_read),
    T(a_frame_that_is_broken_off_is_told_from_one_that_is_late),
    T(one_who_does_not_read_holds_nobody_up_for_longer_than_the_time_given),
    T(a_closed_end_raises_no_signal))
