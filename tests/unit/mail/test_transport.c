#include "../t.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "mail/mail.h"

static struct arena *a;
static char folder[] = "/tmp/skranke-mail-XXXXXX";

static int
set_up(void **state)
{
	(void)state;
	a = arena_new(8 << 20);
	memcpy(folder + sizeof folder - 7, "XXXXXX", 6);
	return mkdtemp(folder) == NULL;
}

static int
tear_down(void **state)
{
	char cmd[128];

	(void)state;
	arena_free(&a);
	snprintf(cmd, sizeof cmd, "rm -r '%s'", folder);
	return system(cmd);
}

static struct mail
message(void)
{
	return (struct mail){
		.key = STR("0193-abc"), .from = STR("ikke-svar@fjordvik.example"),
		.from_name = STR("Fjordvik kommune – æøå"), .to = STR("kare@example.org"),
		.subject = STR("Du har fått post fra Fjordvik kommune"),
		.text = STR("Hei.\n\nDu har fått post på «Min side».\n.\nSlutt.\n"),
	};
}

static struct str
slurp(const char *name)
{
	char path[128];
	struct buf b = buf_new(a, 4096);
	FILE *f;
	int c;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	f = fopen(path, "rb");
	if (f == NULL)
		return STR_NONE;
	while ((c = fgetc(f)) != EOF)
		buf_add_char(&b, (char)c);
	fclose(f);
	return buf_str(&b);
}

static bool
has(struct str s, const char *part)
{
	return s.p != NULL && memmem(s.p, s.n, part, strlen(part)) != NULL;
}

static struct transport *
open_folder(void)
{
	struct transport *t = NULL;

	assert_int_equal(transport_open(a, str_z(a, str_fmt(a, "file:%s", folder)), STR_NONE,
	    STR_NONE, &t), 0);
	return t;
}

static void
a_message_says_what_it_is_in_utf8_and_nothing_more(void **state)
{
	struct mail m = message();
	struct str s;

	(void)state;
	assert_int_equal(transport_send(open_folder(), a, &m).outcome, MAIL_SENT);
	s = slurp("0193-abc.eml");
	assert_true(has(s, "Message-Id: <0193-abc@fjordvik.example>\r\n"));
	assert_true(has(s, "Auto-Submitted: auto-generated\r\n"));
	assert_true(has(s, "To: kare@example.org\r\n"));
	assert_true(has(s, "Content-Type: text/plain; charset=utf-8\r\n"));
	assert_true(has(s, "Subject: Du har =?UTF-8?B?ZsOldHQ=?= post fra Fjordvik kommune\r\n"));
	assert_true(has(s, "Du har f=C3=A5tt post p=C3=A5 =C2=ABMin side=C2=BB.\r\n"));
	assert_false(has(s, "iso-8859"));
	assert_false(has(s, "multipart"));
}

static void
the_same_key_is_delivered_once_and_recognised_after(void **state)
{
	struct transport *t = open_folder();
	struct mail m = message();

	(void)state;
	assert_int_equal(transport_ask(t, a, m.key, STR_NONE, false).outcome, MAIL_RETRY_LATER);
	assert_str(transport_send(t, a, &m).reference, "0193-abc.eml");
	m.subject = STR("En annen");
	assert_int_equal(transport_send(t, a, &m).outcome, MAIL_SENT);
	assert_false(has(slurp("0193-abc.eml"), "En annen"));
	assert_int_equal(transport_ask(t, a, m.key, STR_NONE, false).outcome, MAIL_SENT);
}

static void
a_folder_that_is_gone_means_try_later(void **state)
{
	struct transport *t = open_folder();
	struct mail m = message();

	(void)state;
	assert_int_equal(rmdir(folder), 0);
	assert_int_equal(transport_send(t, a, &m).outcome, MAIL_RETRY_LATER);
	assert_int_equal(mkdir(folder, 0700), 0);
	assert_int_equal(transport_send(t, a, &m).outcome, MAIL_SENT);
}

static void
nobody_can_put_a_header_into_a_message(void **state)
{
	struct transport *t = open_folder();
	struct mail m = message();

	(void)state;
	m.to = STR("a@example.org\r\nBcc: b@example.org");
	assert_int_equal(transport_send(t, a, &m).outcome, MAIL_REFUSED);
	m = message();
	m.subject = STR("Hei\r\nBcc: b@example.org");
	assert_int_equal(transport_send(t, a, &m).outcome, MAIL_REFUSED);
	m = message();
	m.from_name = STR("Kommune\nBcc: b@example.org");
	assert_int_equal(transport_send(t, a, &m).outcome, MAIL_REFUSED);
	m = message();
	m.key = STR("../0193");
	assert_int_equal(transport_send(t, a, &m).outcome, MAIL_REFUSED);
}

static void
a_setting_that_names_no_transport_is_refused(void **state)
{
	struct transport *t = NULL;

	(void)state;
	assert_int_equal(transport_open(a, "http://localhost", STR_NONE, STR_NONE, &t), ERR_CONFIG);
	assert_int_equal(transport_open(a, "file:/nowhere/at/all", STR_NONE, STR_NONE, &t),
	    ERR_CONFIG);
	assert_null(t);
}

/* A server that answers each line of the client with the next of `replies`; the message itself
   counts as one line, and is kept in FOLDER/taken.  "" hangs up. */
static void
converse(int listener, const char *const *replies)
{
	FILE *io = fdopen(accept(listener, NULL, NULL), "r+"), *taken;
	char line[2048], path[128];
	bool data = false;

	snprintf(path, sizeof path, "%s/taken", folder);
	taken = fopen(path, "w");
	if (io == NULL || taken == NULL)
		_exit(1);
	for (; *replies != NULL; replies++) {
		if (**replies == '\0')
			break;
		fseek(io, 0, SEEK_CUR);
		fprintf(io, "%s\r\n", *replies);
		fflush(io);
		data = strncmp(*replies, "354", 3) == 0;
		while (fgets(line, sizeof line, io) != NULL && data && strcmp(line, ".\r\n") != 0)
			fputs(line, taken);
		fflush(taken);
	}
	fclose(taken);
	_exit(0);
}

static struct mail_answer
send_to(const char *const *replies)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int s = socket(AF_INET, SOCK_STREAM, 0);
	socklen_t n = sizeof at;
	struct mail m = message();
	struct mail_answer answer;
	struct transport *t = NULL;
	pid_t server;

	assert_int_equal(bind(s, (struct sockaddr *)&at, n), 0);
	assert_int_equal(listen(s, 1), 0);
	assert_int_equal(getsockname(s, (struct sockaddr *)&at, &n), 0);
	server = fork();
	if (server == 0)
		converse(s, replies);
	close(s);
	assert_int_equal(transport_open(a,
	    str_z(a, str_fmt(a, "smtp://127.0.0.1:%d", ntohs(at.sin_port))), STR_NONE, STR_NONE,
	    &t), ERR_OK);
	answer = transport_send(t, a, &m);
	kill(server, SIGTERM);
	assert_int_equal(waitpid(server, NULL, 0), server);
	return answer;
}

#define SAY(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define DOOR "220 hei", "250 hei"

static void
a_server_that_takes_the_message_has_it_whole(void **state)
{
	struct mail_answer r = send_to(SAY(DOOR, "250 ok", "250 ok", "354 go", "250 taken",
	    "221 bye"));
	struct str s = slurp("taken");

	(void)state;
	assert_int_equal(r.outcome, MAIL_SENT);
	assert_str(r.reference, "0193-abc@fjordvik.example");
	assert_true(has(s, "\r\n..\r\nSlutt.\r\n"));
}

static void
a_server_that_is_busy_or_turns_us_away_at_the_door_is_tried_later(void **state)
{
	(void)state;
	assert_int_equal(send_to(SAY("421 busy")).outcome, MAIL_RETRY_LATER);
	assert_int_equal(send_to(SAY("554 no service")).outcome, MAIL_RETRY_LATER);
	assert_int_equal(send_to(SAY(DOOR, "451 later")).outcome, MAIL_RETRY_LATER);
	assert_int_equal(send_to(SAY(DOOR, "250 ok", "450 greylisted")).outcome, MAIL_RETRY_LATER);
	assert_int_equal(send_to(SAY(DOOR, "250 ok", "250 ok", "354 go", "452 full")).outcome,
	    MAIL_RETRY_LATER);
	assert_int_equal(send_to(SAY(DOOR, "530 log in first")).outcome, MAIL_RETRY_LATER);
}

static void
a_receiver_or_a_message_that_is_refused_is_refused_for_good(void **state)
{
	(void)state;
	assert_int_equal(send_to(SAY(DOOR, "250 ok", "550 no such user")).outcome, MAIL_REFUSED);
	assert_int_equal(send_to(SAY(DOOR, "250 ok", "250 ok", "354 go", "552 spam")).outcome,
	    MAIL_REFUSED);
}

static void
only_a_connection_lost_after_the_message_leaves_us_uncertain(void **state)
{
	(void)state;
	assert_int_equal(send_to(SAY(DOOR, "250 ok", "")).outcome, MAIL_RETRY_LATER);
	assert_int_equal(send_to(SAY(DOOR, "250 ok", "250 ok", "")).outcome, MAIL_RETRY_LATER);
	assert_int_equal(send_to(SAY(DOOR, "250 ok", "250 ok", "354 go", "")).outcome,
	    MAIL_UNCERTAIN);
}

static void
no_server_at_all_is_tried_later_and_says_no_address(void **state)
{
	struct mail_answer r;
	struct transport *t = NULL;
	struct mail m = message();

	(void)state;
	assert_int_equal(transport_open(a, "smtp://127.0.0.1:1", STR_NONE, STR_NONE, &t), ERR_OK);
	r = transport_send(t, a, &m);
	assert_int_equal(r.outcome, MAIL_RETRY_LATER);
	assert_false(has(r.error, "@"));
	assert_int_equal(transport_ask(t, a, m.key, STR_NONE, false).outcome, MAIL_UNCERTAIN);
}

#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

TESTS(T(a_message_says_what_it_is_in_utf8_and_nothing_more),
    T(the_same_key_is_delivered_once_and_recognised_after),
    T(a_folder_that_is_gone_means_try_later),
    T(nobody_can_put_a_header_into_a_message),
    T(a_setting_that_names_no_transport_is_refused),
    T(a_server_that_takes_the_message_has_it_whole),
    T(a_server_that_is_busy_or_turns_us_away_at_the_door_is_tried_later),
    T(a_receiver_or_a_message_that_is_refused_is_refused_for_good),
    T(only_a_connection_lost_after_the_message_leaves_us_uncertain),
    T(no_server_at_all_is_tried_later_and_says_no_address))
