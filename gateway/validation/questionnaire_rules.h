// A QuestionnaireResponse against its Questionnaire, when that is contained or a package has it; and the conditions of a Questionnaire.
//
//   enableWhen  asks about another item that the questionnaire has
//   items       stand where the questionnaire has them, groups once unless they repeat; required ones are there when the response is complete and
//               no condition could have left them out
//   answers     have the type of the question; one unless it repeats; choices are among the options or in the value set
//   issues      validation.questionnaire
//   spec        https://hl7.org/fhir/R4/questionnaireresponse.html#link
#pragma once

#include "validation/examination.h"

namespace caseway::validation {

void check_questionnaire(Element questionnaire, Findings& findings);
void check_questionnaire_response(Element response, const Examination& examination, Findings& findings);

}  // namespace caseway::validation
