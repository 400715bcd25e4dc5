#include "view/view.h"

#include <stdio.h>

#include "../t.h"
#include "base/buf.h"
#include "tv.h"

#define S	" xmlns:s='urn:skranke:slot:1'"

static struct vmap *
values(struct arena *a)
{
	struct vmap *m = vmap_new(a), *item;

	vset_z(m, "plain", "Kari");
	vset_z(m, "sharp", "<b>&\"'</b>");
	vset_z(m, "lines", "\na\tb\r\nc");
	vset_z(m, "empty", "");
	vset_z(m, "ctl", "a\x01" "b");
	vset_z(m, "local", "/sak/7?a=b&c=d");
	vset_z(m, "script", "javascript:alert(1)");
	vset_z(m, "other", "//evil.example/");
	vset_z(m, "back", "/\\evil.example/");
	vset_z(m, "tab", "/\t/evil.example/");
	vset_z(m, "place", "#barn_navn");
	vset_z(m, "web", "HTTPS://x.example/å b");
	vset_z(m, "part", "a/b?c&d é");
	vset_z(m, "mail", "ola+1@x.example");
	vset_z(m, "state", "open");
	vset_int(m, "n", -42);
	vset_flag(m, "yes", true);
	vset_flag(m, "no", false);
	vlist(m, "none");
	item = vadd(m, "rows");
	vset_z(item, "plain", "one");
	vset_z(vadd(item, "kids"), "kid", "x");
	vset_z(vadd(item, "kids"), "kid", "y");
	item = vadd(m, "rows");
	vset_z(item, "plain", "two");
	vlist(item, "kids");
	vset_z(vwith(m, "q.navn"), "plain", "child");
	return m;
}

struct row {
	const char	*in, *out;
};

static void
check_rows(enum view_kind kind, const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct arena *a = arena_new(16 << 20);
		struct buf b = buf_new(a, 0);

		view_run(compile(a, rows[i].in, kind), values(a), &b);
		if (!str_eq_z(buf_str(&b), rows[i].out))
			fail_msg("%s\ngave  " STR_FMT "\nnot   %s", rows[i].in,
			    STR_ARG(buf_str(&b)), rows[i].out);
		arena_free(&a);
	}
}

#define CHECK_ROWS(kind, rows) check_rows((kind), (rows), sizeof (rows) / sizeof *(rows))
#define T(name) "<s:text name='" name "'/>"
#define A(name, value) "<s:attr name='" name "'>" value "</s:attr>"

static void
a_hole_is_escaped_for_its_place(void **state)
{
	static const struct row rows[] = {
		{ "<p" S ">" T("sharp") "</p>", "<p>&lt;b&gt;&amp;\"'&lt;/b&gt;</p>" },
		{ "<p" S ">" A("title", T("sharp")) "x</p>",
		    "<p title=\"&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;\">x</p>" },
		{ "<p" S ">" T("lines") "</p>", "<p>\na\tb&#13;\nc</p>" },
		{ "<p" S ">" A("title", T("lines")) "x</p>", "<p title=\"&#10;a&#9;b&#13;&#10;c\">x</p>" },
		{ "<p" S ">" T("ctl") "</p>", "<p>a\xef\xbf\xbd" "b</p>" },
		{ "<p" S ">" T("n") T("empty") "</p>", "<p>-42</p>" },
		{ "<title" S ">" T("sharp") "</title>", "<title>&lt;b&gt;&amp;\"'&lt;/b&gt;</title>" },
	};

	(void)state;
	CHECK_ROWS(VIEW_HTML, rows);
	CHECK_ROWS(VIEW_XML, rows);
}

static void
a_url_leads_here_or_to_the_web_and_nowhere_else(void **state)
{
	static const struct row rows[] = {
		{ "<a" S ">" A("href", T("local")) "</a>", "<a href=\"/sak/7?a=b&amp;c=d\"></a>" },
		{ "<a" S ">" A("href", T("script")) "</a>", "<a href=\"#\"></a>" },
		{ "<a" S ">" A("href", T("other")) "</a>", "<a href=\"#\"></a>" },
		{ "<a" S ">" A("href", T("back")) "</a>", "<a href=\"#\"></a>" },
		{ "<a" S ">" A("href", T("tab")) "</a>", "<a href=\"#\"></a>" },
		{ "<a" S ">" A("href", T("empty")) "</a>", "<a href=\"#\"></a>" },
		{ "<a" S ">" A("href", T("plain")) "</a>", "<a href=\"#\"></a>" },
		{ "<a" S ">" A("href", T("web")) "</a>", "<a href=\"HTTPS://x.example/%C3%A5%20b\"></a>" },
		{ "<a" S ">" A("href", T("place")) "</a>", "<a href=\"#barn_navn\"></a>" },
		{ "<a" S ">" A("HREF", T("script")) "</a>", "<a HREF=\"#\"></a>" },
		{ "<a" S ">" A("href", "/" T("part")) "</a>", "<a href=\"/a%2Fb%3Fc%26d%20%C3%A9\"></a>" },
		{ "<a" S ">" A("href", "/" T("other")) "</a>", "<a href=\"/%2F%2Fevil.example%2F\"></a>" },
		{ "<a" S ">" A("href", " \n " T("script")) "</a>", "<a href=\"#\"></a>" },
		{ "<a" S ">" A("href", T("local") "/" T("part")) "</a>",
		    "<a href=\"/sak/7?a=b&amp;c=d/a%2Fb%3Fc%26d%20%C3%A9\"></a>" },
		{ "<a" S ">" A("href", "java" T("script")) "</a>", "<a href=\"javajavascript%3Aalert%281%29\"></a>" },
		{ "<a" S ">" A("href", "mailto:" T("mail")) "</a>", "<a href=\"mailto:ola+1@x.example\"></a>" },
		{ "<a" S ">" A("href", "/?q=" T("mail")) "</a>", "<a href=\"/?q=ola%2B1%40x.example\"></a>" },
		{ "<a" S ">" A("href", "#" T("plain")) "</a>", "<a href=\"#Kari\"></a>" },
		{ "<a" S ">" A("href", "<s:if test='no'>/x</s:if>" T("script")) "</a>", "<a href=\"#\"></a>" },
		{ "<form" S ">" A("action", T("script")) "</form>", "<form action=\"#\"></form>" },
		{ "<button" S ">" A("formaction", T("script")) "</button>", "<button formaction=\"#\"></button>" },
		{ "<img" S ">" A("src", T("other")) "</img>", "<img src=\"#\">" },
		{ "<p" S ">" A("hx-post", T("other")) "</p>", "<p hx-post=\"#\"></p>" },
		{ "<a" S ">" A("title", T("script")) "</a>", "<a title=\"javascript:alert(1)\"></a>" },
	};

	(void)state;
	CHECK_ROWS(VIEW_HTML, rows);
}

static void
html_is_written_as_browsers_read_it(void **state)
{
	static const struct row rows[] = {
		{ "<html lang='nb'" S "><head/></html>", "<!doctype html>\n<html lang=\"nb\"><head></head></html>" },
		{ "<p xmlns='http://www.w3.org/1999/xhtml'" S ">a<br/>b<hr></hr></p>", "<p>a<br>b<hr></p>" },
		{ "<div/>", "<div></div>" },
		{ "<p title='a &amp; &quot;b&quot; &lt;'>&lt;&amp;&#xe5;&quot;</p>",
		    "<p title=\"a &amp; &quot;b&quot; &lt;\">&lt;&amp;å\"</p>" },
		{ "<p><![CDATA[<b>]]><!-- gone --><?gone too?></p>", "<p>&lt;b&gt;</p>" },
		{ "<script src='/a.js' defer=''/>", "<script src=\"/a.js\" defer=\"\"></script>" },
		{ "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><path d='M0'/></svg>",
		    "<svg viewBox=\"0 0 1 1\"><path d=\"M0\"></path></svg>" },
		{ "<input" S "><s:attr name='checked' if='yes'/><s:attr name='disabled' if='no'/></input>",
		    "<input checked=\"\">" },
		{ "<p class='x'" S ">\n <!-- c -->\n " A("id", "a-" T("n")) "\n " A("title", " a\n b ") " text</p>",
		    "<p class=\"x\" id=\"a--42\" title=\"a b\"> text</p>" },
		{ "<textarea" S ">" T("lines") "</textarea>", "<textarea>\n\na\tb&#13;\nc</textarea>" },
		{ "<textarea" S ">" A("title", T("plain")) "\n  " T("plain") "</textarea>",
		    "<textarea title=\"Kari\">\nKari</textarea>" },
		{ "<textarea>\n  a  b</textarea>", "<textarea>\n  a  b</textarea>" },
		/* the root of a translated file says its language, and the page its own */
		{ "<html xml:lang='nn'" S ">" A("lang", T("plain")) "</html>", "<!doctype html>\n<html lang=\"Kari\"></html>" },
		{ "<s:if xml:lang='nn' test='yes'" S "><p lang='nb'>a</p></s:if>", "<p lang=\"nb\">a</p>" },
	};

	(void)state;
	CHECK_ROWS(VIEW_HTML, rows);
}

static void
xml_is_written_as_xml(void **state)
{
	static const struct row rows[] = {
		{ "<l:letter xmlns:l='urn:x'" S "><l:p/><br/><l:a>" A("href", T("script")) "</l:a></l:letter>",
		    "<l:letter xmlns:l=\"urn:x\"><l:p/><br/><l:a href=\"javascript:alert(1)\"/></l:letter>" },
		{ "<s:page" S " xmlns='urn:d' xmlns:l='urn:x'><s:if test='yes'><a/></s:if></s:page>",
		    "<a xmlns=\"urn:d\" xmlns:l=\"urn:x\"/>" },
		{ "<a xml:space='preserve' style='x'>  b\n </a>", "<a xml:space=\"preserve\" style=\"x\">  b\n </a>" },
		{ "<html><p>a  b</p></html>", "<html><p>a b</p></html>" },
	};

	(void)state;
	CHECK_ROWS(VIEW_XML, rows);
}

static void
blanks_shrink_but_words_never_grow_together(void **state)
{
	static const struct row rows[] = {
		{ "<p>a <b>b</b> c</p>", "<p>a <b>b</b> c</p>" },
		{ "<p>a<b>b</b>c</p>", "<p>a<b>b</b>c</p>" },
		{ "<p>a \t  b\n\n   c</p>", "<p>a b\nc</p>" },
		{ "<ul>\n\n   <li>a</li>\n\t<li>b</li>  </ul>", "<ul>\n<li>a</li>\n<li>b</li> </ul>" },
		{ "<p>a <!-- x --> b</p>", "<p>a b</p>" },
		{ "<p" S ">" T("plain") " " T("n") "</p>", "<p>Kari -42</p>" },
		{ "<p" S ">a <s:if test='no'>b </s:if> c</p>", "<p>a c</p>" },
		{ "<p" S ">a<s:if test='no'> b </s:if> c</p>", "<p>a c</p>" },
		{ "<p" S ">a<s:if test='yes'> b</s:if></p>", "<p>a b</p>" },
		{ "<p" S ">\n<s:each name='rows'>\n<i>" T("plain") "</i>\n</s:each>\n</p>",
		    "<p>\n<i>one</i>\n<i>two</i>\n</p>" },
		{ "<p" S ">\n<s:each name='rows'>\n<i>" T("plain") "</i></s:each></p>",
		    "<p>\n\n<i>one</i>\n<i>two</i></p>" },
		{ "<p" S ">a<s:each name='none'> b </s:each> c</p>", "<p>a c</p>" },
		{ "<pre>  a\n   b <i> c </i></pre>", "<pre>  a\n   b <i> c </i></pre>" },
		{ "<p>a\xc2\xa0\xc2\xa0" "b</p>", "<p>a\xc2\xa0\xc2\xa0" "b</p>" },
	};

	(void)state;
	CHECK_ROWS(VIEW_HTML, rows);
}

static void
choices_and_repetitions_nest(void **state)
{
	static const struct row rows[] = {
		{ "<p" S "><s:if test='yes'>y</s:if><s:if test='no'>n</s:if><s:if not='no'>N</s:if></p>", "<p>yN</p>" },
		{ "<p" S "><s:if test='state' is='open'>o</s:if><s:if test='state' is='shut'>s</s:if></p>", "<p>o</p>" },
		{ "<p" S "><s:if not='state' is='open'>o</s:if><s:if not='state' is='shut'>s</s:if></p>", "<p>s</p>" },
		{ "<p" S "><s:if test='n' is='-42'>n</s:if><s:if test='empty' is=''>e</s:if></p>", "<p>ne</p>" },
		{ "<p" S "><s:if test='none'>l</s:if><s:if test='rows'>r</s:if></p>", "<p>r</p>" },
		{ "<p" S "><s:if test='q.navn'>c</s:if><s:if test='q.nei'>d</s:if><s:with name='q.nei'>e</s:with></p>",
		    "<p>c</p>" },
		{ "<p" S "><s:each name='none'>x</s:each>.</p>", "<p>.</p>" },
		{ "<p" S "><s:each name='rows'>" T("plain") T("n") "<s:each name='kids'>[" T("kid") T("plain")
		    "]</s:each>;</s:each>" T("plain") "</p>", "<p>one-42[xone][yone];two-42;Kari</p>" },
		{ "<p" S "><s:with name='q.navn'>" T("plain") "<s:with name='q.nei'>x</s:with></s:with>" T("plain") "</p>",
		    "<p>childKari</p>" },
		{ "<p" S ">" A("class", "a<s:if test='yes'> b</s:if><s:each name='rows'> " T("plain") "</s:each>") "</p>",
		    "<p class=\"a b one two\"></p>" },
		{ "<p" S "><s:attr name='class' if='yes'>a</s:attr><s:attr name='class' if='no'>b</s:attr></p>",
		    "<p class=\"a\"></p>" },
		{ "<s:page" S " title='A &amp; B' plain='never'><i>" T("title") T("plain") "</i> <b/></s:page>",
		    "<i>A &amp; BKari</i> <b></b>" },
	};

	(void)state;
	CHECK_ROWS(VIEW_HTML, rows);
}

static void
what_is_not_a_page_is_refused_with_file_and_line(void **state)
{
	static const struct row rows[] = {
		{ "<p" S ">\n\n<s:txt name='a'/></p>", "t/page.xml:3: there is no slot s:txt" },
		{ "<p" S ">\n<s:text nam='a'/></p>", "t/page.xml:2: s:text has no attribute nam" },
		{ "<p" S "><s:text/></p>", "t/page.xml:1: '' is not a name for a value" },
		{ "<p" S "><s:text name='a b'/></p>", "t/page.xml:1: 'a b' is not a name for a value" },
		{ "<p" S "><s:text name='a'>b</s:text></p>", "t/page.xml:1: s:text has no content" },
		{ "<p" S ">a<s:attr name='b'/></p>", "t/page.xml:1: s:attr stands first in the element that it belongs to" },
		{ "<p" S "><s:if test='a'><s:attr name='b'/></s:if></p>",
		    "t/page.xml:1: s:attr stands first in the element that it belongs to" },
		{ "<p" S "><s:attr name='a b'/></p>", "t/page.xml:1: s:attr has no proper name" },
		{ "<p" S " id='a'><s:attr name='id'/></p>", "t/page.xml:1: the attribute id is there already" },
		{ "<p" S "><s:attr name='id'/><s:attr name='id' if='x'/></p>", "t/page.xml:1: the attribute id is there already" },
		{ "<p" S "><s:attr name='id'><b/></s:attr></p>", "t/page.xml:1: <b> cannot stand inside an attribute" },
		{ "<p" S "><s:attr name='id'><s:view name='b'/></s:attr></p>",
		    "t/page.xml:1: s:view cannot stand inside an attribute" },
		{ "<p onclick='a()'/>", "t/page.xml:1: the attribute onclick is refused: no script or style stands in a page" },
		{ "<p" S "><s:attr name='OnClick'/></p>",
		    "t/page.xml:1: the attribute OnClick is refused: no script or style stands in a page" },
		{ "<p style='a'/>", "t/page.xml:1: the attribute style is refused: no script or style stands in a page" },
		{ "<p hx-on--click='a'/>",
		    "t/page.xml:1: the attribute hx-on--click is refused: no script or style stands in a page" },
		{ "<a href=' JavaScript:a()'/>", "t/page.xml:1: href runs a script" },
		{ "<a" S "><s:attr name='href'>javascript:<s:text name='a'/></s:attr></a>", "t/page.xml:1: href runs a script" },
		{ "<script>a</script>", "t/page.xml:1: <script> can have no content here" },
		{ "<style" S "><s:text name='a'/></style>", "t/page.xml:1: <style> can have no content here" },
		{ "<br>a</br>", "t/page.xml:1: <br> can have no content here" },
		{ "<p" S " s:if='a'/>", "t/page.xml:1: slots have no attribute s:if for other elements" },
		{ "<p" S "><s:if>a</s:if></p>", "t/page.xml:1: s:if has either test or not" },
		{ "<p" S "><s:if test='a' not='b'>a</s:if></p>", "t/page.xml:1: s:if has either test or not" },
		{ "<p" S "><s:body/></p>", "t/page.xml:1: s:body stands in a layout only" },
		{ "<p" S "><s:page/></p>", "t/page.xml:1: s:page is the root of its file" },
		{ "<p" S "><s:part name='a'/></p>", "t/page.xml:1: there is no part 'a'" },
		{ "<s:page layout='a'" S "/>", "t/page.xml:1: there is no layout 'a'" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		check_refused(rows[i].in, rows[i].out);
}

static void
repetitions_too_deep_are_refused(void **state)
{
	char in[2048] = "<p" S ">";

	(void)state;
	for (int i = 0; i < 13; i++)
		snprintf(in + strlen(in), sizeof in - strlen(in), "<s:with name='a'>");
	for (int i = 0; i < 13; i++)
		snprintf(in + strlen(in), sizeof in - strlen(in), "</s:with>");
	snprintf(in + strlen(in), sizeof in - strlen(in), "</p>");
	check_refused(in, "t/page.xml:1: more than 12 of s:each and s:with inside each other");
}

/* The array of ops grows in steps; whatever jump stands where it grows must still lead on. */
static void
a_page_of_any_length_is_walked_once(void **state)
{
	(void)state;
	for (size_t lead = 0; lead < 4; lead++) {
		struct arena *a = arena_new(16 << 20);
		struct buf in = buf_new(a, 32768), want = buf_new(a, 64), out = buf_new(a, 4096);

		buf_add_z(&in, "<p" S ">");
		buf_add_z(&want, "<p>");
		for (size_t i = 0; i < lead; i++) {
			buf_add_z(&in, T("n"));
			buf_add_z(&want, "-42");
		}
		for (size_t i = 0; i < 600; i++)
			buf_add_z(&in, "<s:if test='no'>x</s:if>");
		buf_add_z(&in, "</p>");
		buf_add_z(&want, "</p>");
		view_run(compile(a, str_z(a, buf_str(&in)), VIEW_HTML), values(a), &out);
		assert_str(buf_str(&out), str_z(a, buf_str(&want)));
		arena_free(&a);
	}
}

static void
a_compiled_fragment_is_placed_in_the_same_scope(void **state)
{
	struct arena *a = arena_new(16 << 20);
	struct vmap *m = values(a);
	struct buf b = buf_new(a, 0);

	(void)state;
	vview(m, "fields", compile(a, "<i" S ">" T("plain") "</i>", VIEW_HTML));
	view_run(compile(a, "<p" S "><s:each name='rows'><s:view name='fields'/></s:each></p>", VIEW_HTML), m, &b);
	assert_str(buf_str(&b), "<p><i>one</i><i>two</i></p>");
	arena_free(&a);
}

static void
a_page_of_a_bundle_is_what_stands_inside_it(void **state)
{
	struct arena *a = arena_new(16 << 20);
	struct buf b = buf_new(a, 0);
	struct view *v = NULL;
	xmlDoc *doc = NULL;

	(void)state;
	assert_int_equal(xml_parse(a,
	    STR("<pages" S "><page id='a'>" T("plain") "<b/></page></pages>"), NULL, NULL, &doc),
	    ERR_OK);
	assert_int_equal(view_compile_inside(a, xml_first(xml_root(doc)), VIEW_HTML, "form",
	    NULL, NULL, &v), ERR_OK);
	view_run(v, values(a), &b);
	assert_str(buf_str(&b), "Kari<b></b>");
	arena_free(&a);
}

static void
a_name_nobody_set_is_said_once_and_reads_as_empty(void **state)
{
	struct arena *a = arena_new(16 << 20);
	struct buf b = buf_new(a, 0);
	const struct view *v;
	const char *said;

	(void)state;
	v = compile(a, "<p" S ">" T("nobody") T("nobody") "<s:each name='plain'>x</s:each></p>", VIEW_HTML);
	log_catch_begin();
	view_run(v, values(a), &b);
	view_run(v, values(a), &b);
	said = log_catch_end(a);
	assert_str(buf_str(&b), "<p></p><p></p>");
	assert_int_equal(count_of(said, "what=view-unfilled page=\"t/page\" name=\"nobody\""), 1);
	assert_int_equal(count_of(said, "what=view-unfilled page=\"t/page\" name=\"plain\""), 1);
	arena_free(&a);
}

static void
what_had_to_stay_in_bokmal_says_so_where_an_element_can_stand(void **state)
{
	static const struct {
		enum view_kind	 kind;
		const char	*page, *want;
	} c[] = {
		{ VIEW_HTML, "<p" S ">" T("t") "</p>", "<p><span lang=\"nb\">Barn &lt;3</span></p>" },
		{ VIEW_HTML, "<p" S "><s:attr name='title'>" T("t") "</s:attr>x</p>",
		    "<p title=\"Barn &lt;3\">x</p>" },
		{ VIEW_HTML, "<title" S ">" T("t") " – X</title>", "<title>Barn &lt;3 – X</title>" },
		{ VIEW_HTML, "<select" S "><option>" T("t") "</option><option>" T("nn") "</option></select>",
		    "<select><option lang=\"nb\">Barn &lt;3</option><option>Born</option></select>" },
		{ VIEW_HTML, "<option" S ">" T("t") " " T("nn") "</option>", "<option>Barn &lt;3 Born</option>" },
		{ VIEW_HTML, "<textarea" S ">" T("t") "</textarea>", "<textarea>\nBarn &lt;3</textarea>" },
		{ VIEW_XML, "<p" S " t='x'>" T("t") "</p>",
		    "<p t=\"x\" xml:lang=\"nb\">Barn &lt;3</p>" },
		{ VIEW_XML, "<p" S " xml:lang='nb'>" T("t") "</p>", "<p xml:lang=\"nb\">Barn &lt;3</p>" },
		{ VIEW_XML, "<p" S ">" T("t") " " T("nn") "</p>", "<p>Barn &lt;3 Born</p>" },
		{ VIEW_HTML, "<p" S " xml:lang='nn'><b lang='nb'>x</b></p>", "<p><b lang=\"nb\">x</b></p>" },
	};
	struct arena *a = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof c / sizeof *c; i++) {
		struct vmap *m = vmap_new(a);
		struct buf b = buf_new(a, 0);

		vset(m, "t", lang_nb(a, STR("Barn <3")));
		vset(m, "nn", STR("Born"));
		view_run(compile(a, c[i].page, c[i].kind), m, &b);
		assert_str(buf_str(&b), c[i].want);
	}
	arena_free(&a);
}

static void
items_of_a_list_share_what_is_set_once_and_may_differ(void **state)
{
	struct arena *a = arena_new(16 << 20);
	struct vmap *m = vmap_new(a), *base = vmap_new(a), *item;
	struct buf b = buf_new(a, 0);

	(void)state;
	vset_z(m, "head", "page");
	vset_z(m, "kind", "page");
	vset_z(base, "head", "shared");
	vbase(vadd(m, "cells"), base);
	item = vadd(m, "cells");
	vbase(item, base);
	vset_z(item, "head", "own");
	vadd(m, "cells");
	view_run(compile(a, "<p" S "><s:each name=\"cells\"><s:text name=\"head\"/>-<s:text name=\"kind\"/> "
	    "</s:each></p>", VIEW_HTML), m, &b);
	assert_true(str_eq_z(buf_str(&b), "<p>shared-page own-page page-page </p>"));
	arena_free(&a);
}

TESTS(
	cmocka_unit_test(items_of_a_list_share_what_is_set_once_and_may_differ),
	cmocka_unit_test(what_had_to_stay_in_bokmal_says_so_where_an_element_can_stand),
	cmocka_unit_test(a_hole_is_escaped_for_its_place),
	cmocka_unit_test(a_url_leads_here_or_to_the_web_and_nowhere_else),
	cmocka_unit_test(html_is_written_as_browsers_read_it),
	cmocka_unit_test(xml_is_written_as_xml),
	cmocka_unit_test(blanks_shrink_but_words_never_grow_together),
	cmocka_unit_test(choices_and_repetitions_nest),
	cmocka_unit_test(what_is_not_a_page_is_refused_with_file_and_line),
	cmocka_unit_test(repetitions_too_deep_are_refused),
	cmocka_unit_test(a_page_of_any_length_is_walked_once),
	cmocka_unit_test(a_compiled_fragment_is_placed_in_the_same_scope),
	cmocka_unit_test(a_page_of_a_bundle_is_what_stands_inside_it),
	cmocka_unit_test(a_name_nobody_set_is_said_once_and_reads_as_empty),
)
