/* GMime builds the message.  It picks old charsets for names and text unless it is told not to. */
#include <gmime/gmime.h>

#include "base/arena.h"
#include "mail/private.h"

static void
unref(void *p)
{
	g_object_unref(p);
}

struct str
mail_id(struct arena *a, const struct mail *m)
{
	struct str domain = m->from;

	str_cut(&domain, '@');
	return str_fmt(a, STR_FMT "@" STR_FMT, STR_ARG(m->key), STR_ARG(domain));
}

static void
add_mailbox(struct arena *a, GMimeMessage *msg, GMimeAddressType type, struct str name,
    struct str address)
{
	InternetAddressList *list;

	g_mime_message_add_mailbox(msg, type, name.n > 0 ? str_z(a, name) : NULL,
	    str_z(a, address));
	list = g_mime_message_get_addresses(msg, type);
	internet_address_set_charset(internet_address_list_get_address(list, 0), "utf-8");
}

static GMimeObject *
text_part(struct str text)
{
	GMimeTextPart *part = g_mime_text_part_new_with_subtype("plain");
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(text.p, text.n);
	GMimeDataWrapper *data = g_mime_data_wrapper_new_with_stream(stream,
	    GMIME_CONTENT_ENCODING_DEFAULT);

	g_mime_part_set_content(GMIME_PART(part), data);
	g_mime_text_part_set_charset(part, "utf-8");
	g_mime_part_set_content_encoding(GMIME_PART(part), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	g_object_unref(data);
	g_object_unref(stream);
	return GMIME_OBJECT(part);
}

static void
set_head(struct arena *a, GMimeMessage *msg, const struct mail *m)
{
	GDateTime *now = g_date_time_new_now_utc();

	add_mailbox(a, msg, GMIME_ADDRESS_TYPE_FROM, m->from_name, m->from);
	add_mailbox(a, msg, GMIME_ADDRESS_TYPE_TO, STR_NONE, m->to);
	g_mime_message_set_subject(msg, str_z(a, m->subject), "utf-8");
	g_mime_message_set_date(msg, now);
	g_mime_message_set_message_id(msg, str_z(a, mail_id(a, m)));
	g_mime_object_set_header(GMIME_OBJECT(msg), "Auto-Submitted", "auto-generated", NULL);
	g_date_time_unref(now);
}

struct str
mail_bytes(struct arena *a, const struct mail *m)
{
	GMimeFormatOptions *format;
	GMimeMessage *msg;
	GMimeObject *part;
	GMimeStream *out;
	GByteArray *bytes;

	g_mime_init();
	msg = g_mime_message_new(TRUE);
	arena_defer(a, unref, msg);
	set_head(a, msg, m);
	part = text_part(m->text);
	g_mime_message_set_mime_part(msg, part);
	g_object_unref(part);
	format = g_mime_format_options_new();
	g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
	out = g_mime_stream_mem_new();
	arena_defer(a, unref, out);
	CHECK(g_mime_object_write_to_stream(GMIME_OBJECT(msg), format, out) > 0);
	g_mime_format_options_free(format);
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(out));
	return (struct str){ (const char *)bytes->data, bytes->len };
}
