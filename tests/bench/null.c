/*
 * null - the least a FastCGI program can do: the same number of bytes as a real page, and no work
 *
 * NULL_STATUS  "200 OK"        NULL_BYTES  length of the body        NULL_LOCATION  may be unset
 */
#include <fcgiapp.h>
#include <stdlib.h>
#include <string.h>

static char page[1 << 20];

static void
drain(FCGX_Request *r)
{
	char in[8192];

	while (FCGX_GetStr(in, sizeof in, r->in) > 0)
		;
}

int
main(void)
{
	const char *bytes = getenv("NULL_BYTES"), *status = getenv("NULL_STATUS"),
	    *to = getenv("NULL_LOCATION");
	unsigned long n = bytes != NULL ? strtoul(bytes, NULL, 10) : 0;
	FCGX_Request r;

	if (n > sizeof page || status == NULL)
		return 2;
	memset(page, 'x', sizeof page);
	FCGX_Init();
	FCGX_InitRequest(&r, 0, FCGI_FAIL_ACCEPT_ON_INTR);
	while (FCGX_Accept_r(&r) >= 0) {
		drain(&r);
		FCGX_FPrintF(r.out, "Status: %s\r\n", status);
		if (to != NULL)
			FCGX_FPrintF(r.out, "Location: %s\r\n", to);
		FCGX_FPrintF(r.out, "Content-Type: text/html; charset=utf-8\r\nCache-Control: no-store\r\nContent-Length: %lu\r\n\r\n", n);
		FCGX_PutStr(page, (int)n, r.out);
		FCGX_Finish_r(&r);
	}
	return 0;
}
