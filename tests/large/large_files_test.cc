// A Bundle of any size in the same memory.
#include "large_files.h"

namespace caseway::large {
namespace {

std::string number(std::size_t i) { return std::to_string(100'000'000 + i).substr(1); }

std::string entry_json(std::size_t i) {
  return R"({"fullUrl":"urn:uuid:00000000-0000-4000-8000-0000)" + number(i) + R"(","resource":{"resourceType":"Observation","id":"o)" + number(i) +
         R"(","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Weight \u00e9 of )" + number(i) +
         R"(</p></div>"},"status":"final","code":{"coding":[{"system":"http://loinc.org","code":"29463-7","display":"Body weight"}]},)"
         R"("subject":{"reference":"Patient/p)" +
         number(i) + R"("},"valueQuantity":{"value":70.50,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"}}})";
}

std::string entry_xml(std::size_t i) {
  return R"(<entry><fullUrl value="urn:uuid:00000000-0000-4000-8000-0000)" + number(i) + R"("/><resource><Observation><id value="o)" + number(i) +
         R"("/><text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><p>Weight é of )" + number(i) +
         R"(</p></div></text><status value="final"/><code><coding><system value="http://loinc.org"/><code value="29463-7"/>)"
         R"(<display value="Body weight"/></coding></code><subject><reference value="Patient/p)" +
         number(i) +
         R"("/></subject><valueQuantity><value value="70.50"/><unit value="kg"/><system value="http://unitsofmeasure.org"/>)"
         R"(<code value="kg"/></valueQuantity></Observation></resource></entry>)"
         "\n";
}

class LargeBundles : public LargeFiles {
 protected:
  std::size_t write_json(const std::string& name, const std::string& tail = "]}\n") const {
    return write(name, R"({"resourceType":"Bundle","type":"collection","entry":[)", entry_json, ",", tail);
  }
  std::size_t write_xml(const std::string& name) const {
    return write(name, "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"collection\"/>", entry_xml, "", "</Bundle>\n");
  }
};

TEST_F(LargeBundles, JsonToXmlAndBackInLittleMemory) {
  const std::size_t entries = write_json("in.json");
  expect_little(translate("in.json", "fhir-xml", "out.xml"));
  EXPECT_EQ(count("out.xml", "<Observation>"), entries) << log();
  fs::remove(path("in.json"));
  expect_little(translate("out.xml", "fhir-json", "back.json"));
  EXPECT_EQ(count("back.json", "\"value\": 70.50,"), entries) << log();
}

TEST_F(LargeBundles, XmlToNdjsonAndBackInLittleMemory) {
  const std::size_t entries = write_xml("in.xml");
  expect_little(translate("in.xml", "fhir-json", "out.json"));
  EXPECT_EQ(count("out.json", "\"resourceType\": \"Observation\""), entries) << log();
  fs::remove(path("out.json"));
  expect_little(translate("in.xml", "fhir-ndjson", "out.ndjson"));
  EXPECT_EQ(count("out.ndjson", R"({"resourceType":"Observation")"), entries) << log();
  fs::remove(path("in.xml"));
  expect_little(translate("out.ndjson", "fhir-xml", "back.xml"));
  EXPECT_EQ(count("back.xml", "<Observation>"), entries) << log();
}

TEST_F(LargeBundles, LeaveNothingBehindAFault) {
  const std::size_t entries = write_json("in.json", "]");
  const Ran ran = translate("in.json", "fhir-xml", "out.xml");
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_NE(log().find("json.syntax"), std::string::npos) << log();
  EXPECT_FALSE(fs::exists(path("out.xml")));
  EXPECT_FALSE(fs::exists(path("out.xml.part")));
  EXPECT_GT(entries, 0u);
}

}  // namespace
}  // namespace caseway::large
