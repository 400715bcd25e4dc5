/*
 * compare.h - what was asked for in a case, and the answers before and after, side by side
 *
 * Citizen and desk show the same; rows of their statements deficiency_list and answers_list.
 */
#ifndef PAGE_COMPARE_H
#define PAGE_COMPARE_H

#include "page/case.h"

/*
 * compare_asked - the request that is open, if any, and whether there were earlier ones
 *
 * gives    flag is_asked, and asked: child map, absent when nothing is asked for: asked_at, by,
 *          answer_by, note, and the list items of {question, text, law}; flag earlier: a request
 *          was answered
 */
void compare_asked(struct req *, const struct db_rows *asked, const struct page_case *);

/*
 * compare_rounds - every request that was answered
 *
 * takes    now   the row that the case was read from: its identity numbers
 *          messages, base  of message_list, and the case's address
 * gives    list rounds, the newest first: asked_at, answered_at, note, message, and the list rows
 *          of {question, why (empty: it came with another), before, after; flags asked, same}, and
 *          the list extra of {question, why, after, files (parts/scan)}
 */
enum err compare_rounds(struct req *, const struct db_rows *asked, const struct db_rows *versions,
    const struct page_case *, const struct db_rows *now, const struct db_rows *messages,
    struct str base) MUST_USE;

#endif
