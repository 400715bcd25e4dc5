/* flows.h - the example of the whole profile, and loading from text */
#ifndef FLOWS_H
#define FLOWS_H

#include "flow/flow.h"

#define HEAD	"<scxml xmlns=\"http://www.w3.org/2005/07/scxml\" xmlns:sk=\"urn:skranke:flow:1\" " \
		"version=\"1.0\" datamodel=\"x-skranke\" initial=\"open\">\n"

static const char whole[] = HEAD
"<state id='open' initial='received'>\n"
" <onentry><sk:clock name='age' action='start' from='received' after='P12W' law='fvl § 11 a' event='deadline.age' workday='true'/></onentry>\n"
" <onexit><sk:clock name='age' action='stop'/></onexit>\n"
" <transition event='deadline.age'/>\n"
" <transition event='withdraw' target='withdrawn' sk:by='applicant'/>\n"
" <transition event='reject' target='decided' sk:by='leader'/>\n"
" <state id='received'>\n"
"  <onentry><sk:letter template='receipt' to='applicant'/>"
"<sk:deadline event='deadline.preliminary' after='P1M' law='fvl § 11 a'/></onentry>\n"
"  <transition event='assign' target='review' sk:by='caseworker'><sk:letter template='taken' to='applicant'/></transition>\n"
"  <transition event='deadline.preliminary'><sk:letter template='preliminary' to='applicant'/></transition>\n"
" </state>\n"
" <state id='review'>\n"
"  <transition event='ask' target='waiting' sk:by='caseworker'/>\n"
"  <transition event='grant' target='decided' cond='complete()' sk:by='caseworker' sk:four-eyes='true'/>\n"
"  <transition event='grant' target='waiting' cond='otherwise' sk:by='caseworker'/>\n"
"  <transition event='again' target='waiting' sk:by='caseworker' sk:told='true'/>\n"
"  <transition event='again' target='review' sk:by='caseworker'/>\n"
"  <transition event='restart' target='open' sk:by='caseworker'/>\n"
" </state>\n"
" <state id='waiting'>\n"
"  <onentry><sk:letter template='missing' to='applicant'/><sk:clock name='decision' action='pause'/>"
"<sk:deadline event='deadline.answer' after='P14D' from='received'/></onentry>\n"
"  <onexit><sk:clock name='decision' action='resume'/></onexit>\n"
"  <transition event='answer' target='review' sk:by='applicant'/>\n"
"  <transition event='deadline.answer' target='review'/>\n"
" </state>\n"
"</state>\n"
"<state id='decided'>\n"
" <onentry><sk:letter template='decision' to='applicant'/>"
"<sk:deadline event='deadline.complaint' after='P3W' from='notified' law='fvl § 29' workday='true'/></onentry>\n"
" <transition event='complain' target='complaint' sk:by='applicant'/>\n"
" <transition event='deadline.complaint' target='closed'/>\n"
"</state>\n"
"<state id='complaint'>\n"
" <initial><transition target='heard'><sk:letter template='heard' to='applicant'/></transition></initial>\n"
" <onentry><sk:letter template='complaint' to='applicant'/></onentry>\n"
" <transition event='uphold reverse' target='closed' sk:by='caseworker'/>\n"
" <state id='heard'/>\n"
"</state>\n"
"<final id='closed'/><final id='withdrawn'><onentry><sk:letter template='withdrawn' to='applicant'/></onentry></final>\n"
"</scxml>";

#endif
