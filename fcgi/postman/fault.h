/*
 * fault.h - points at which the process can be made to die, so that tests prove what DESIGN
 * promises
 *
 * With SKRANKE_FAULT=NAME or NAME:N in the environment the process kills itself (SIGKILL: no
 * handler, no flush, as when the machine stops) the first, or Nth, time it comes to that point.
 * Without it a point costs one comparison.  For tests: a service's unit does not set the variable.
 *
 *   claimed           a row is taken, nothing is done
 *   pressed           the PDF is made, nothing is saved
 *   document-unsaved  the letter and its PDF are sent to the database, not committed
 *   document-saved    … committed
 *   sending-unsaved   "sending" is sent to the database, not committed
 *   sending-saved     … committed; the message is not sent
 *   sent              the transport has answered; nothing is recorded
 *   answer-unsaved    the answer is sent to the database, not committed
 *   answer-saved      … committed
 *   looked            a transport has told of a sending that was broken off; nothing is recorded
 *   asked             … of a letter it had taken over
 *   ask-unsaved       that is sent to the database, not committed
 */
#ifndef POSTMAN_FAULT_H
#define POSTMAN_FAULT_H

void fault_start(void);			/* read the environment, once */
void fault_point(const char *name);

#endif
