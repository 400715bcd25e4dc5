/*
 * crew.h - several postmen side by side
 *
 * With SKRANKE_POSTMEN=N (2 to 32) the process only watches: each postman is a process of its own,
 * with a connection of its own, so that one who waits for a slow transport holds up nobody.  One
 * that ends is started again after a second.  SIGTERM and SIGINT reach all of them, and each
 * finishes the letter at hand; when the watching process is killed, they end too.
 * With 1, or unset, there is no watching process.
 */
#ifndef POSTMAN_CREW_H
#define POSTMAN_CREW_H

/* slow: how many of the crew slow transports may have between them; at least 1 */
typedef int crew_work_fn(int slow);

/* Exit status of the process. */
int crew_run(crew_work_fn *);

#endif
