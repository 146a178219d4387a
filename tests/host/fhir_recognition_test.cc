#include <gtest/gtest.h>

#include <array>

#include "host/fhir_dialect.h"

namespace caseway::host {
namespace {

// The forms that take the text for theirs: "json", "ndjson: FHIR R4 NDJSON, Patient", ...
std::string recognised(std::string_view head, std::string_view file_name = "") {
  constexpr std::array<std::string_view, 3> kNames{"json", "xml", "ndjson"};
  std::string said;
  for (const fhir::Form form : {fhir::Form::json, fhir::Form::xml, fhir::Form::ndjson}) {
    const Partner::Recognition one = FhirDialect(form).recognise(head, file_name);
    if (one.confidence > 0) said += (said.empty() ? "" : "; ") + std::string(kNames[static_cast<std::size_t>(form)]) + ": " + one.what;
  }
  return said;
}

TEST(FhirRecognition, KnowsLinesFromOneDocument) {
  const std::string patient = R"({"resourceType":"Patient","name":[{"family":"} { \" {"}]})";
  EXPECT_EQ(recognised(patient), "json: FHIR R4 JSON, Patient");
  EXPECT_EQ(recognised(patient + "\n"), "json: FHIR R4 JSON, Patient");
  EXPECT_EQ(recognised(patient + "\r\n\n  " + patient), "ndjson: FHIR R4 NDJSON, Patient");
  EXPECT_EQ(recognised("\xEF\xBB\xBF" + patient + "\n{\"resour"), "ndjson: FHIR R4 NDJSON, Patient");
  EXPECT_EQ(recognised("{\n\"resourceType\":\"Patient\",\"contained\":[\n{},\n{}]}"), "json: FHIR R4 JSON, Patient");
}

TEST(FhirRecognition, BelievesTheNameOfOneLine) {
  const std::string patient = R"({"resourceType":"Patient","active":true})";
  EXPECT_EQ(recognised(patient, "patients.ndjson"), "ndjson: FHIR R4 NDJSON, Patient");
  EXPECT_EQ(recognised("<Patient xmlns=\"http://hl7.org/fhir\"/>", "patients.ndjson"), "xml: FHIR R4 XML, Patient");
}

TEST(FhirRecognition, TakesOtherLinesForNobodys) {
  EXPECT_EQ(recognised("{\"a\":1}\n{\"a\":2}\n"), "");
  EXPECT_EQ(recognised("a,b\n1,2\n", "x.ndjson"), "");
}

}  // namespace
}  // namespace caseway::host
